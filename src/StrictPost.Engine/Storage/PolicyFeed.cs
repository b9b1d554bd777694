using System.Text;
using Microsoft.Data.Sqlite;

namespace StrictPost.Engine.Storage;

/// <summary>What to serve for one domain from now on.</summary>
/// <param name="Domain">The mail domain, as A-labels.</param>
/// <param name="Body">The policy as it goes over the wire; null when the domain is no longer enrolled.</param>
public sealed record ServedPolicy(string Domain, byte[]? Body);

/// <summary>
/// Tells a running server what to serve, and what others changed since: asking costs next to nothing while nobody writes.
/// Not for use from several threads at once.
/// </summary>
public sealed class PolicyFeed : IAsyncDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteConnection _connection;
    private long _dataVersion;
    private long _seen;

    private PolicyFeed(SqliteFile file, SqliteConnection connection) => (_file, _connection) = (file, connection);

    /// <summary>Opens the store of a data folder, which must be there and of this program's version.</summary>
    /// <exception cref="StoreException">It is not.</exception>
    public static Task<PolicyFeed> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        var file = new SqliteFile(folder);
        return file.GuardAsync(async () => new PolicyFeed(file, await file.ConnectAsync(create: false, cancellationToken)));
    }

    /// <summary>Everything that is to be served now.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<ServedPolicy>> ReadAllAsync(CancellationToken cancellationToken) => _file.GuardAsync(async () =>
    {
        _dataVersion = await DataVersionAsync(cancellationToken);
        await using var snapshot = _connection.BeginTransaction(deferred: true);
        _seen = await _connection.NumberAsync(DomainSql.LastChange, cancellationToken);
        var policies = new List<ServedPolicy>();
        await using var command = _connection.Prepare(DomainSql.ServedBodies);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            policies.Add(new ServedPolicy(rows.GetString(0), Encoding.UTF8.GetBytes(rows.GetString(1))));
        return (IReadOnlyList<ServedPolicy>)policies;
    });

    /// <summary>What changed since the last call; empty most of the time.</summary>
    /// <exception cref="StoreException">The store cannot be read, or its file is gone.</exception>
    public Task<IReadOnlyList<ServedPolicy>> ReadChangesAsync(CancellationToken cancellationToken) => _file.GuardAsync(async () =>
    {
        if (!_file.Exists)
            throw new StoreException($"The store {_file.Path} is gone.", "Put it back, from a backup if need be.");
        long dataVersion = await DataVersionAsync(cancellationToken);
        if (dataVersion == _dataVersion)
            return (IReadOnlyList<ServedPolicy>)[];

        var changes = await ReadSinceAsync(cancellationToken);
        _dataVersion = dataVersion;
        return changes;
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<List<ServedPolicy>> ReadSinceAsync(CancellationToken cancellationToken)
    {
        var changes = new List<ServedPolicy>();
        long seen = _seen;
        await using var command = _connection.Prepare(DomainSql.ChangedBodies, "@seen");
        await using var rows = await command.With(_seen).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var body = await rows.IsDBNullAsync(1, cancellationToken) ? null : Encoding.UTF8.GetBytes(rows.GetString(1));
            changes.Add(new ServedPolicy(rows.GetString(0), body));
            seen = rows.GetInt64(2);
        }

        _seen = seen;
        return changes;
    }

    /// <summary>Changes when another connection has committed (sqlite.org/pragma.html#pragma_data_version).</summary>
    private Task<long> DataVersionAsync(CancellationToken cancellationToken) =>
        _connection.NumberAsync("PRAGMA data_version;", cancellationToken);
}
