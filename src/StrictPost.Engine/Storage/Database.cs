using System.Data.Common;
using System.Runtime.ExceptionServices;

namespace StrictPost.Engine.Storage;

/// <summary>
/// The store as a database: SQLite in a file, or PostgreSQL that several nodes share. Both are asked in the same SQL; what
/// differs is here. Safe for use from several threads.
/// </summary>
public abstract class Database : IAsyncDisposable
{
    private protected Database(TimeProvider time) => Time = time;

    /// <summary>What messages call it; holds no password.</summary>
    public abstract string Name { get; }

    internal TimeProvider Time { get; }

    /// <summary>The folder of the SQL that brings such a database up to date.</summary>
    internal abstract string Migrations { get; }

    /// <summary>Asks whether the store has the table that holds its version.</summary>
    internal abstract string HasVersionTable { get; }

    /// <summary>Names a database; nothing is opened yet.</summary>
    /// <exception cref="StoreException">The connection string cannot be read.</exception>
    public static Database At(StorePlace place, TimeProvider time) =>
        place.Postgres is { } postgres ? PostgresDatabase.Of(postgres, time) : new SqliteDatabase(place.Folder, time);

    /// <summary>The store, ready for use: made where it is missing, brought up to date where it is older.</summary>
    /// <exception cref="StoreException">It cannot be used, or was made by a newer program.</exception>
    public static async Task<Database> OpenAsync(StorePlace place, TimeProvider time, CancellationToken cancellationToken)
    {
        var database = At(place, time);
        try
        {
            await database.MigrateAsync(cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the store where it is missing, and brings an older one up to date. Programs that start together take turns.</summary>
    /// <returns>Its version before, 0 where it is new, and now.</returns>
    /// <exception cref="StoreException">It cannot be used, or was made by a newer program.</exception>
    public Task<(long Before, long Now)> MigrateAsync(CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        await CreateAsync(cancellationToken);
        return (await Migrator.MigrateAsync(this, cancellationToken), (long)Migrator.Newest);
    });

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>A backup, or another store in a file of its own: made where it is missing, for its owner only.</summary>
    /// <exception cref="StoreException">It cannot be used, or was made by a newer program.</exception>
    public static async Task<Database> OpenFileAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        var database = new SqliteDatabase(new SqliteFile(Path.GetDirectoryName(full) ?? full, Path.GetFileName(full)), time);
        await database.MigrateAsync(cancellationToken);
        return database;
    }

    /// <summary>Reads. What is read in one call need not be of one moment.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        await using var connection = await ConnectAsync(cancellationToken);
        return await work(connection);
    });

    /// <summary>Reads and writes in one transaction, durable when this returns. Writers take turns.</summary>
    /// <exception cref="StoreException">The store cannot be written; nothing was.</exception>
    internal async Task<T> WriteAsync<T>(Func<StoreWrite, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var write = await BeginAsync(cancellationToken);
        var result = await GuardAsync(() => work(write));
        await write.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>Starts to write. Whoever else wants to write waits until this is disposed, so what is read in it stays true.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    internal Task<StoreWrite> BeginAsync(CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        var turn = await TakeTurnAsync(cancellationToken);
        DbConnection? connection = null;
        try
        {
            connection = await ConnectToWriteAsync(cancellationToken);
            return new StoreWrite(this, connection, await BeginAsync(connection, cancellationToken), turn);
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync();
            turn?.Dispose();
            throw;
        }
    });

    /// <summary>An open connection, which the caller disposes of.</summary>
    internal abstract Task<DbConnection> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>A connection for whoever has the turn to write, who gives it back.</summary>
    internal virtual Task<DbConnection> ConnectToWriteAsync(CancellationToken cancellationToken) => ConnectAsync(cancellationToken);

    /// <summary>Takes a connection of <see cref="ConnectToWriteAsync"/> back, its transaction ended.</summary>
    internal virtual ValueTask GiveBackAsync(DbConnection connection) => connection.DisposeAsync();

    /// <summary>Makes the connection one on which <see cref="WaitAsync"/> hears of commits.</summary>
    internal abstract Task ListenAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Waits until it is worth asking for changes: after a commit, or after a while.</summary>
    internal abstract Task WaitAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Runs work, and says its failures in the administrator's words.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    internal async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (Explain(fault) is { } explained)
        {
            // The cause is inside it.
            ExceptionDispatchInfo.Throw(explained);
            throw;
        }
    }

    /// <summary>A transaction in which everything read is of one moment.</summary>
    internal abstract Task<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>What the database itself finds wrong with its file; null when nothing is, or when that is not ours to ask.</summary>
    internal abstract Task<string?> FileProblemAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Tells the other nodes at the commit that something changed.</summary>
    internal abstract Task NotifyAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Takes this process's turn to write; null where the database itself queues writers without holding a thread.</summary>
    private protected abstract Task<IDisposable?> TakeTurnAsync(CancellationToken cancellationToken);

    /// <summary>A transaction that excludes other writers from now on.</summary>
    private protected abstract Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Makes an empty store where there is none, if that is ours to do.</summary>
    private protected abstract Task CreateAsync(CancellationToken cancellationToken);

    /// <summary>The failure in the administrator's words; null where it is a bug of ours.</summary>
    private protected abstract StoreException? Explain(Exception fault);
}
