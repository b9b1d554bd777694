using Microsoft.Data.Sqlite;

namespace StrictPost.Engine.Storage;

/// <summary>The store's one file: where it lies, and how connections to it are set up.</summary>
/// <param name="Folder">The data folder; readable by its owner only once we made it.</param>
/// <param name="Name">The file's name in it.</param>
internal sealed record SqliteFile(string Folder, string Name = "strictpost.db")
{
    /// <summary>
    /// In WAL mode readers and one writer do not wait for each other, and a commit is on disk before it returns; a second
    /// writer waits up to 20 seconds for the first.
    /// </summary>
    private const string Settings = "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

    public string Path => System.IO.Path.Combine(Folder, Name);

    public bool Exists => File.Exists(Path);

    /// <summary>When the file was made, which tells it from one that is put in its place.</summary>
    public DateTime MadeAt => File.GetCreationTimeUtc(Path);

    /// <summary>A connection of our own, or a new file for its owner only where <paramref name="create"/> allows it.</summary>
    /// <exception cref="SqliteException">The file cannot be opened, or is no database.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public async Task<SqliteConnection> ConnectAsync(bool create, CancellationToken cancellationToken)
    {
        if (create && !Exists)
            MakeFile();
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
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

    /// <summary>SQLite takes an empty file for a new store, and gives its companions the same mode.</summary>
    private void MakeFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(Path, options);
    }
}
