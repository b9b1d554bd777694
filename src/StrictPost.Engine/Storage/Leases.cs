namespace StrictPost.Engine.Storage;

/// <summary>
/// Work that only one node may do at a time. A node takes a lease, puts its end off while it works, and gives it back; when it
/// dies, another takes the lease once it has run out. Clocks of nodes should agree within seconds. Safe for use from several threads.
/// </summary>
public sealed class Leases(Database database, string holder)
{
    /// <summary>Taken when it is free, has run out, or is ours already; else nothing happens.</summary>
    private const string Take =
        """
        INSERT INTO lease (name, holder, expires_at) VALUES (@name, @holder, @end)
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
        WHERE lease.holder = excluded.holder OR lease.expires_at <= @now;
        """;

    private const string Hold = "SELECT count(*) FROM lease WHERE name = @name AND holder = @holder AND expires_at > @now;";

    private const string GiveBack = "DELETE FROM lease WHERE name = @name AND holder = @holder;";

    private const string GiveAllBack = "DELETE FROM lease WHERE holder = @holder;";

    /// <summary>Who we are: no two running processes have the same.</summary>
    public string Holder => holder;

    /// <summary>Takes a lease, or puts off the end of one that is ours.</summary>
    /// <param name="name">What the work is, such as <c>issue mta-sts.example.org</c>.</param>
    /// <param name="length">How long it holds from now on.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>False when another node has it.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task<bool> TryTakeAsync(string name, TimeSpan length, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var command = write.Connection.Prepare(Take, "@name", "@holder", "@end", "@now");
        long now = write.Now.ToUnixTimeMilliseconds();
        return await command.With(name, holder, now + (long)length.TotalMilliseconds, now).ExecuteNonQueryAsync(cancellationToken) > 0;
    }, cancellationToken);

    /// <summary>Gives a lease back; nothing happens when it is not ours.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task GiveBackAsync(string name, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var command = write.Connection.Prepare(GiveBack, "@name", "@holder");
        return await command.With(name, holder).ExecuteNonQueryAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>Gives all our leases back, at an orderly end.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task GiveAllBackAsync(CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var command = write.Connection.Prepare(GiveAllBack, "@holder");
        return await command.With(holder).ExecuteNonQueryAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>True while the lease is ours, asked inside the transaction that writes the work's result: one that lost it must not.</summary>
    internal async Task<bool> HoldsAsync(StoreWrite write, string name, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(Hold, "@name", "@holder", "@now");
        return await command.With(name, holder, write.Now.ToUnixTimeMilliseconds()).ExecuteScalarAsync(cancellationToken) is > 0L;
    }
}
