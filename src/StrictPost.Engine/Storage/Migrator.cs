using System.Globalization;

namespace StrictPost.Engine.Storage;

/// <summary>Brings a store to this program's version, forward only. Each step is a numbered SQL file in the program.</summary>
internal static class Migrator
{
    private const string Prefix = "migrations/";
    private const string VersionTable = "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL);";
    private const string ReadVersion = "SELECT coalesce(max(version), 0) FROM schema_version;";

    /// <summary>The version that this program reads and writes.</summary>
    public static int Newest { get; } = Steps("sqlite")[^1].Version;

    /// <summary>Runs the steps that the store lacks, in one transaction; programs that start together take turns.</summary>
    /// <returns>The version that it had; 0 where it was new.</returns>
    /// <exception cref="StoreException">A newer program made the store.</exception>
    public static async Task<long> MigrateAsync(Database database, CancellationToken cancellationToken)
    {
        long before = await VersionAsync(database, cancellationToken);
        if (before == Newest)
            return before;

        await using var write = await database.BeginAsync(cancellationToken);
        var connection = write.Connection;
        await connection.ExecuteAsync(VersionTable, cancellationToken);
        long version = await connection.NumberAsync(ReadVersion, cancellationToken);
        if (version > Newest)
            throw TooNew(database, version);
        foreach (var step in Steps(database.Migrations).Where(step => step.Version > version))
        {
            await connection.ExecuteAsync(await SqlAsync(step.Resource, cancellationToken), cancellationToken);
            await connection.ExecuteAsync($"INSERT INTO schema_version (version) VALUES ({step.Version});", cancellationToken);
        }

        await write.CommitAsync(cancellationToken);
        return version;
    }

    /// <summary>The version of a store; 0 where nothing is in it yet.</summary>
    public static async Task<long> VersionAsync(Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        return await connection.NumberAsync(database.HasVersionTable, cancellationToken) == 0
            ? 0
            : await connection.NumberAsync(ReadVersion, cancellationToken);
    }

    private static StoreException TooNew(Database database, long version) => new(
        $"The store {database.Name} has version {version}, made by a newer strictpost; this one reads up to version {Newest}.",
        "Use the newer strictpost, or restore the backup from before the upgrade.");

    private static List<(int Version, string Resource)> Steps(string dialect)
    {
        string prefix = $"{Prefix}{dialect}/";
        return
        [
            .. typeof(Migrator).Assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => (int.Parse(name.AsSpan(prefix.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture), name))
                .OrderBy(step => step.Item1),
        ];
    }

    private static async Task<string> SqlAsync(string resource, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(typeof(Migrator).Assembly.GetManifestResourceStream(resource)!);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
