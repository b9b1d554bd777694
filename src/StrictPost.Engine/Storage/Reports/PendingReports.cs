namespace StrictPost.Engine.Storage.Reports;

/// <summary>What was accepted and waits to be read. Safe for use from several threads.</summary>
internal sealed class PendingReports(Database database)
{
    /// <summary>How long a process may take to read what it claimed, before another one may.</summary>
    private static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(5);

    private const string Claim =
        """
        UPDATE report_pending SET free_at = @until, tries = tries + 1
        WHERE id IN (SELECT id FROM report_pending WHERE free_at <= @now ORDER BY id LIMIT @most)
        RETURNING id, tries;
        """;

    private const string PutOff = "UPDATE report_pending SET free_at = @free WHERE id = @id;";

    private const string FreeAll = "UPDATE report_pending SET free_at = 0;";

    private const string Count = "SELECT count(*) FROM report_pending;";

    /// <summary>How many wait.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.NumberAsync(Count, cancellationToken), cancellationToken);

    /// <summary>Takes deliveries that nobody reads, so that nobody else does.</summary>
    /// <param name="most">How many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Their numbers, and how often each was taken so.</returns>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public Task<IReadOnlyList<(long Id, long Tries)>> ClaimAsync(int most, CancellationToken cancellationToken) =>
        database.WriteAsync(async write =>
        {
            var ids = new List<(long Id, long Tries)>();
            await using var command = write.Connection.Prepare(Claim, "@until", "@now", "@most");
            await using var rows = await command.With(
                (write.Now + ClaimTime).ToUnixTimeMilliseconds(), write.Now.ToUnixTimeMilliseconds(), (long)most).ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
                ids.Add((rows.GetInt64(0), rows.GetInt64(1)));
            return (IReadOnlyList<(long, long)>)ids;
        }, cancellationToken);

    /// <summary>Leaves a delivery alone for a while.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task PutOffAsync(long id, TimeSpan wait, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var command = write.Connection.Prepare(PutOff, "@free", "@id");
        return await command.With((write.Now + wait).ToUnixTimeMilliseconds(), id).ExecuteNonQueryAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>Nobody reads any of them: the process that did has ended.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task FreeAllAsync(CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await write.Connection.ExecuteAsync(FreeAll, cancellationToken);
        return true;
    }, cancellationToken);
}
