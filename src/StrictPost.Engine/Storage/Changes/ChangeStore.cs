using System.Data.Common;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Changes;

/// <summary>
/// Changes of policy and what happened to them. A domain has at most one that runs: the store itself holds to that. Safe for use
/// from several threads.
/// </summary>
public sealed class ChangeStore(Database database)
{
    private const string All = $"SELECT {ChangeRows.Columns} FROM domain_change";
    private const string RunningOf = $"{All} WHERE domain = @domain AND standing = 'running';";
    private const string One = $"{All} WHERE id = @id;";
    private const string OfDomain = $"{All} WHERE domain = @domain ORDER BY id DESC LIMIT 200;";
    private const string Running = $"{All} WHERE standing = 'running' ORDER BY id LIMIT 10000;";
    private const string Events = "SELECT at, event FROM change_event WHERE change_id = @id ORDER BY number;";

    /// <summary>What ended, and keeps the later waves of its batch from beginning.</summary>
    private const string Halting =
        $"""
        {All} WHERE standing <> 'running' AND trouble IS NOT NULL AND EXISTS (
          SELECT 1 FROM domain_change later WHERE later.batch = domain_change.batch AND later.wave > domain_change.wave AND later.standing = 'running')
        ORDER BY id LIMIT 1000;
        """;

    private const string Clear = "UPDATE domain_change SET trouble = NULL WHERE id = @id AND standing <> 'running';";

    /// <summary>Those of a later wave wait until all of the waves before have ended, and nothing about them is in trouble.</summary>
    private const string Due =
        $"""
        {All} WHERE standing = 'running' AND due_at <= @now AND NOT EXISTS (
          SELECT 1 FROM domain_change earlier
          WHERE earlier.batch = domain_change.batch AND earlier.wave < domain_change.wave
            AND (earlier.standing = 'running' OR earlier.trouble IS NOT NULL))
        ORDER BY due_at LIMIT @most;
        """;

    /// <summary>The change of a domain that runs; null where none does.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<StoredChange?> RunningAsync(DomainName domain, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
        await ListAsync(connection, RunningOf, ["@domain"], [domain.Ascii], cancellationToken) is [var running] ? running : null, cancellationToken);

    /// <summary>One change; null where there is none of that number.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<StoredChange?> FindAsync(long id, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
        await ListAsync(connection, One, ["@id"], [id], cancellationToken) is [var found] ? found : null, cancellationToken);

    /// <summary>The last 200 changes of a domain, the newest first.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<StoredChange>> HistoryAsync(DomainName domain, CancellationToken cancellationToken) => database.ReadAsync(
        connection => ListAsync(connection, OfDomain, ["@domain"], [domain.Ascii], cancellationToken), cancellationToken);

    /// <summary>All that run, the oldest first; at most 10,000.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<StoredChange>> RunningAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => ListAsync(connection, Running, [], [], cancellationToken), cancellationToken);

    /// <summary>Those that it is worth looking at now.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<StoredChange>> DueAsync(int most, CancellationToken cancellationToken) => database.ReadAsync(
        connection => ListAsync(connection, Due, ["@now", "@most"], [database.Time.GetUtcNow().ToUnixTimeMilliseconds(), (long)most], cancellationToken),
        cancellationToken);

    /// <summary>Changes that ended, and left their domains so that the batch they belong to has halted.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<StoredChange>> HaltingAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => ListAsync(connection, Halting, [], [], cancellationToken), cancellationToken);

    /// <summary>Says of a change that ended that nothing about its domain is in trouble any more.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task ClearAsync(long id, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        await using var command = write.Connection.Prepare(Clear, "@id");
        return await command.With(id).ExecuteNonQueryAsync(cancellationToken);
    }, cancellationToken);

    /// <summary>What happened to a change, in order.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<ChangeEvent>> EventsAsync(long id, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        var events = new List<ChangeEvent>();
        await using var command = connection.Prepare(Events, "@id");
        await using var rows = await command.With(id).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            events.Add(new ChangeEvent(ChangeRows.Moment(rows.GetInt64(0)), rows.GetString(1)));
        return (IReadOnlyList<ChangeEvent>)events;
    }, cancellationToken);

    /// <summary>Begins changes, all or none.</summary>
    /// <param name="changes">Each with its wave; one for a domain.</param>
    /// <param name="batch">What they have in common; null for a change alone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>They; or the change that runs already for one of the domains, and then nothing was begun.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task<(IReadOnlyList<StoredChange> Begun, StoredChange? InTheWay)> BeginAsync(
        IReadOnlyList<(Change Change, int Wave)> changes, string? batch, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        var begun = new List<StoredChange>(changes.Count);
        foreach (var (change, _) in changes)
        {
            if (await ChangeWriter.RunningAsync(write, change.Domain, cancellationToken) is { } other)
                return ((IReadOnlyList<StoredChange>)[], (StoredChange?)other);
        }

        foreach (var (change, wave) in changes)
        {
            long id = await ChangeWriter.NextIdAsync(write, cancellationToken);
            var stored = new StoredChange(id, change, null, write.Now, batch, wave, null);
            await ChangeWriter.AddAsync(write, stored, cancellationToken);
            begun.Add(stored);
        }

        return (begun, null);
    }, cancellationToken);

    /// <summary>Keeps how far a change came, and what happened, if nobody else kept anything meanwhile.</summary>
    /// <param name="before">The change as it was read.</param>
    /// <param name="after">The change now.</param>
    /// <param name="events">What happened.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when somebody else was faster; nothing was written.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task<bool> SaveAsync(StoredChange before, StoredChange after, IEnumerable<string> events, CancellationToken cancellationToken) =>
        database.WriteAsync(write => ChangeWriter.SaveAsync(write, before, after, events, cancellationToken), cancellationToken);

    private static async Task<IReadOnlyList<StoredChange>> ListAsync(
        DbConnection connection, string sql, string[] names, object[] values, CancellationToken cancellationToken)
    {
        var list = new List<StoredChange>();
        await using var command = connection.Prepare(sql, names);
        await using var rows = await command.With(values).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            list.Add(ChangeRows.Read(rows));
        return list;
    }
}
