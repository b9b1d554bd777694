using System.Globalization;
using Microsoft.Data.Sqlite;

namespace StrictPost.Engine.Storage;

/// <summary>Brings a store to this program's version, forward only. Each step is a numbered SQL file in the program.</summary>
internal static class Migrator
{
    private const string Prefix = "migrations/";
    private const string VersionTable = "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL);";
    private const string ReadVersion = "SELECT max(version) FROM schema_version;";

    /// <summary>The version that this program reads and writes.</summary>
    public static int Newest => Steps()[^1].Version;

    /// <summary>Runs the steps that the store lacks, in one transaction; programs that start together take turns.</summary>
    /// <exception cref="StoreException">A newer program made the store.</exception>
    public static async Task MigrateAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        if (await VersionAsync(connection, cancellationToken) == Newest)
            return;

        await using var transaction = connection.BeginTransaction(deferred: false);
        await connection.ExecuteAsync(VersionTable, cancellationToken);
        long version = await connection.NumberAsync(ReadVersion, cancellationToken);
        if (version > Newest)
            throw TooNew(connection.DataSource, version);
        foreach (var step in Steps().Where(step => step.Version > version))
        {
            await connection.ExecuteAsync(await SqlAsync(step.Resource, cancellationToken), cancellationToken);
            await connection.ExecuteAsync($"INSERT INTO schema_version (version) VALUES ({step.Version});", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<long> VersionAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        const string Table = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version';";
        return await connection.NumberAsync(Table, cancellationToken) == 0
            ? 0
            : await connection.NumberAsync(ReadVersion, cancellationToken);
    }

    private static StoreException TooNew(string path, long version) => new(
        $"The store {path} has version {version}, made by a newer strictpost; this one reads up to version {Newest}.",
        "Use the newer strictpost, or restore the backup from before the upgrade.");

    private static List<(int Version, string Resource)> Steps() =>
    [
        .. typeof(Migrator).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(Prefix.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture), name))
            .OrderBy(step => step.Item1),
    ];

    private static async Task<string> SqlAsync(string resource, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream(resource)!);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
