using System.Data.Common;

namespace StrictPost.Engine.Storage.Upkeep;

/// <summary>
/// Copies a whole store into an empty one, from either database to either. What is copied is of one moment, while others go
/// on writing. It is read back and compared before it is committed: all of it is there, or nothing.
/// </summary>
public static class StoreCopy
{
    private const string Count =
        "SELECT (SELECT count(*) FROM domain) + (SELECT count(*) FROM publication) + (SELECT count(*) FROM certificate) + (SELECT count(*) FROM node);";

    /// <summary>Copies all tables.</summary>
    /// <param name="from">A store of this program's version.</param>
    /// <param name="to">An empty store of this program's version.</param>
    /// <param name="progress">Told how many rows are copied so far.</param>
    /// <param name="cancellationToken">Ends the copying; nothing was copied then.</param>
    /// <returns>Each table as it was read and, identically, written.</returns>
    /// <exception cref="StoreException">One of them cannot be used, the target is not empty, or what was written is not what was read.</exception>
    public static async Task<IReadOnlyList<TableDigest>> CopyAsync(
        Database from, Database to, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using var write = await to.BeginAsync(cancellationToken);
        await RefuseUnlessEmptyAsync(write, cancellationToken);
        var read = await from.ReadAsync(source => CopyAsync(from, source, write, progress, cancellationToken), cancellationToken);
        foreach (var expected in read)
        {
            var written = await to.GuardAsync(() => DigestAsync(write.Connection, Shape(expected.Table), cancellationToken));
            if (written != expected)
            {
                throw new StoreException(
                    $"Table {expected.Table}: {expected.Rows} rows were read from {from.Name}, but {to.Name} holds {written.Rows}, or others. Nothing was copied.",
                    "Check both with `strictpost store check`.");
            }
        }

        await write.CommitAsync(cancellationToken);
        return read;
    }

    private static async Task<IReadOnlyList<TableDigest>> CopyAsync(
        Database from, DbConnection source, StoreWrite write, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using var moment = await from.BeginReadingAsync(source, cancellationToken);
        var digests = new List<TableDigest>();
        long done = 0;
        foreach (var table in TableShape.All)
        {
            // The new store has numbers of its own: they give way.
            await write.Connection.ExecuteAsync($"DELETE FROM {table.Name};", cancellationToken);
            using var hash = new TableHash();
            var writer = new RowWriter(write.Connection, table);
            await ReadAsync(source, table, async row =>
            {
                hash.Add(row);
                await write.Database.GuardAsync(async () =>
                {
                    await writer.AddAsync(row, cancellationToken);
                    return true;
                });
                progress?.Report(++done);
            }, cancellationToken);
            await writer.FlushAsync(cancellationToken);
            digests.Add(hash.Digest(table.Name));
        }

        return digests;
    }

    private static async Task<TableDigest> DigestAsync(DbConnection connection, TableShape table, CancellationToken cancellationToken)
    {
        using var hash = new TableHash();
        await ReadAsync(connection, table, row =>
        {
            hash.Add(row);
            return Task.CompletedTask;
        }, cancellationToken);
        return hash.Digest(table.Name);
    }

    private static async Task ReadAsync(DbConnection connection, TableShape table, Func<DbDataReader, Task> each, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(table.SelectAll);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            await each(rows);
    }

    private static async Task RefuseUnlessEmptyAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        long rows = await write.Database.GuardAsync(() => write.Connection.NumberAsync(Count, cancellationToken));
        if (rows > 0)
            throw new StoreException($"The store {write.Database.Name} is not empty.", "Copy into an empty one: nothing is ever overwritten.");
    }

    private static TableShape Shape(string name) => TableShape.All.Single(table => table.Name == name);
}
