using Microsoft.Data.Sqlite;

namespace StrictPost.Engine.Storage;

/// <summary>The store's one file: where it lies, and how connections to it are set up.</summary>
/// <param name="Folder">The data folder; readable by its owner only once we made it.</param>
internal sealed record SqliteFile(string Folder)
{
    private const string Name = "strictpost.db";

    /// <summary>
    /// In WAL mode readers and one writer do not wait for each other, and a commit is on disk before it returns; a second
    /// writer waits up to 20 seconds for the first.
    /// </summary>
    private const string Settings = "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

    public string Path => System.IO.Path.Combine(Folder, Name);

    public bool Exists => File.Exists(Path);

    /// <exception cref="SqliteException">The file cannot be opened, or is no database.</exception>
    public async Task<SqliteConnection> ConnectAsync(bool create, CancellationToken cancellationToken)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
        };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync(Settings, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs work on this file, and says its failures in the administrator's words.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SqliteException fault)
        {
            throw StoreException.Of(fault, Path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The store {Path} cannot be used: {fault.Message}", "Check the folder and its permissions.", fault);
        }
    }
}
