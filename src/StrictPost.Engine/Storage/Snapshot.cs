using System.Data.Common;
using StrictPost.Engine.Storage.Upkeep;

namespace StrictPost.Engine.Storage;

/// <summary>
/// What a node needs to serve, in a file of its own: policies and certificates, as they are in the shared store. It follows the
/// store change by change, and is served from when the node starts while the store cannot be reached. Keys in it stay
/// sealed. Not for use from several threads at once.
/// </summary>
public sealed class Snapshot : IAsyncDisposable
{
    private const string FileName = "snapshot.db";
    private const int Batch = 500;

    private const string Identity = "SELECT value FROM counter WHERE name = 'identity';";

    private const string Next =
        "SELECT topic, name, sequence FROM change_log WHERE sequence > @seen ORDER BY sequence LIMIT @batch;";

    private static readonly TableShape Domain = TableShape.All.Single(table => table.Name == "domain");
    private static readonly TableShape Publication = TableShape.All.Single(table => table.Name == "publication");
    private static readonly TableShape Certificate = TableShape.All.Single(table => table.Name == "certificate");

    private long _sequence;

    private Snapshot(Database database) => Database = database;

    /// <summary>The number of the last change of the shared store that is in it for good. Safe to ask from any thread.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>The snapshot as a store that can be read like the shared one.</summary>
    public Database Database { get; }

    /// <summary>Opens the snapshot of a data folder; makes an empty one where there is none.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static async Task<Snapshot> OpenAsync(string folder, TimeProvider time, CancellationToken cancellationToken)
    {
        DataFolder.Prepare(folder);
        var snapshot = new Snapshot(await Database.OpenFileAsync(Path.Combine(folder, FileName), time, cancellationToken));
        snapshot._sequence = await snapshot.Database.ReadAsync(kept => kept.NumberAsync(DomainSql.LastChange, cancellationToken), cancellationToken);
        return snapshot;
    }

    /// <summary>Copies what changed in the shared store since the last time. What was copied is durable.</summary>
    /// <returns>How many things were copied.</returns>
    /// <exception cref="StoreException">One of the two cannot be used; the snapshot is as it was after the last batch.</exception>
    public Task<int> FollowAsync(Database shared, CancellationToken cancellationToken) => shared.ReadAsync(async source =>
    {
        int copied = 0;
        while (await CopyBatchAsync(shared, source, cancellationToken) is > 0 and var count)
            copied += count;
        return copied;
    }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task<int> CopyBatchAsync(Database shared, DbConnection source, CancellationToken cancellationToken)
    {
        await using var write = await Database.BeginAsync(cancellationToken);
        var target = write.Connection;
        long identity = await source.NumberAsync(Identity, cancellationToken);
        if (await target.NumberAsync(Identity, cancellationToken) != identity)
            await BeginAnewAsync(target, identity, cancellationToken);
        await using var moment = await shared.BeginReadingAsync(source, cancellationToken);
        var changes = await ChangesAsync(source, await target.NumberAsync(DomainSql.LastChange, cancellationToken), cancellationToken);
        if (changes.Count == 0)
            return 0;
        foreach (var (topic, name, _) in changes)
            await CopyAsync(source, target, topic, name, cancellationToken);
        await target.ExecuteAsync($"UPDATE counter SET value = {changes[^1].Sequence} WHERE name = 'change';", cancellationToken);
        await write.CommitAsync(cancellationToken);
        Volatile.Write(ref _sequence, changes[^1].Sequence);
        return changes.Count;
    }

    /// <summary>The snapshot was of another store.</summary>
    private static Task BeginAnewAsync(DbConnection target, long identity, CancellationToken cancellationToken) => target.ExecuteAsync(
        $"""
        DELETE FROM domain; DELETE FROM publication; DELETE FROM certificate;
        UPDATE counter SET value = 0 WHERE name = 'change';
        UPDATE counter SET value = {identity} WHERE name = 'identity';
        """, cancellationToken);

    private static async Task<List<(string Topic, string Name, long Sequence)>> ChangesAsync(
        DbConnection source, long seen, CancellationToken cancellationToken)
    {
        var changes = new List<(string, string, long)>();
        await using var command = source.Prepare(Next, "@seen", "@batch");
        await using var rows = await command.With(seen, (long)Batch).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            changes.Add((rows.GetString(0), rows.GetString(1), rows.GetInt64(2)));
        return changes;
    }

    /// <summary>The rows as they are now; none are left where they are gone.</summary>
    private static async Task CopyAsync(DbConnection source, DbConnection target, string topic, string name, CancellationToken cancellationToken)
    {
        if (topic == ChangeTopic.Certificate)
        {
            await CopyAsync(source, target, Certificate, "host = @name", name, cancellationToken);
            return;
        }

        await CopyAsync(source, target, Domain, "name = @name", name, cancellationToken);
        await CopyAsync(
            source, target, Publication, "domain = @name AND policy_id = (SELECT policy_id FROM domain WHERE name = @name)", name, cancellationToken);
    }

    private static async Task CopyAsync(
        DbConnection source, DbConnection target, TableShape table, string which, string name, CancellationToken cancellationToken)
    {
        await using (var delete = target.Prepare($"DELETE FROM {table.Name} WHERE {table.Key[0]} = @name;", "@name"))
            await delete.With(name).ExecuteNonQueryAsync(cancellationToken);
        var writer = new RowWriter(target, table);
        await using var select = source.Prepare($"SELECT * FROM {table.Name} WHERE {which};", "@name");
        await using var rows = await select.With(name).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            await writer.AddAsync(rows, cancellationToken);
        await writer.FlushAsync(cancellationToken);
    }
}
