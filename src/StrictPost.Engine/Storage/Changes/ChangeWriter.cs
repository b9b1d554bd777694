using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Changes;

/// <summary>Writes changes inside a transaction that may hold other writes, too.</summary>
internal static class ChangeWriter
{
    private const string RunningOf = $"SELECT {ChangeRows.Columns} FROM domain_change WHERE domain = @domain AND standing = 'running';";

    private const string Next = "UPDATE counter SET value = value + 1 WHERE name = 'domain_change' RETURNING value;";

    private const string Insert =
        """
        INSERT INTO domain_change (id, domain, standing, state, started_at, ended_at, due_at, batch, wave, trouble)
        VALUES (@id, @domain, @standing, @state, @started, @ended, @due, @batch, @wave, @trouble);
        """;

    /// <summary>The state that was read stands for the row's version: it holds all that a step can change.</summary>
    private const string Update =
        """
        UPDATE domain_change SET standing = @standing, state = @state, ended_at = @ended, due_at = @due, trouble = @trouble
        WHERE id = @id AND standing = 'running' AND state = @before;
        """;

    private const string AddEvent =
        """
        INSERT INTO change_event (change_id, number, at, event)
        SELECT @id, coalesce(max(number), 0) + 1, @at, @event FROM change_event WHERE change_id = @id;
        """;

    private const string IsRunning = "SELECT count(*) FROM domain_change WHERE id = @id AND standing = 'running' AND state = @state;";

    /// <summary>The change of a domain that runs; whoever has the turn to write can rely on it.</summary>
    public static async Task<StoredChange?> RunningAsync(StoreWrite write, DomainName domain, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(RunningOf, "@domain");
        await using var rows = await command.With(domain.Ascii).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? ChangeRows.Read(rows) : null;
    }

    public static async Task<long> NextIdAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(Next);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public static async Task AddAsync(StoreWrite write, StoredChange stored, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(
            Insert, "@id", "@domain", "@standing", "@state", "@started", "@ended", "@due", "@batch", "@wave", "@trouble");
        var change = stored.Change;
        await command.With(
            stored.Id, change.Domain.Ascii, ChangeRows.Text(change.Standing), ChangeState.Write(change), change.StartedAt.ToUnixTimeMilliseconds(),
            Number(stored.EndedAt), stored.DueAt.ToUnixTimeMilliseconds(), Text(stored.Batch), (long)stored.Wave, Text(stored.Trouble))
            .ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<bool> SaveAsync(
        StoreWrite write, StoredChange before, StoredChange after, IEnumerable<string> events, CancellationToken cancellationToken)
    {
        await using var update = write.Connection.Prepare(Update, "@standing", "@state", "@ended", "@due", "@trouble", "@id", "@before");
        int rows = await update.With(
            ChangeRows.Text(after.Change.Standing), ChangeState.Write(after.Change), Number(after.EndedAt), after.DueAt.ToUnixTimeMilliseconds(),
            Text(after.Trouble), before.Id, ChangeState.Write(before.Change)).ExecuteNonQueryAsync(cancellationToken);
        if (rows == 0)
            return false;
        await using var add = write.Connection.Prepare(AddEvent, "@id", "@at", "@event");
        foreach (string text in events)
            await add.With(before.Id, write.Now.ToUnixTimeMilliseconds(), text).ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    /// <summary>True while the change is as it was read: what it asks for may be done in this transaction.</summary>
    public static async Task<bool> StandsAsync(StoreWrite write, StoredChange stored, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(IsRunning, "@id", "@state");
        return await command.With(stored.Id, ChangeState.Write(stored.Change)).ExecuteScalarAsync(cancellationToken) is > 0L;
    }

    private static object Number(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() ?? (object)DBNull.Value;

    private static object Text(string? text) => text ?? (object)DBNull.Value;
}
