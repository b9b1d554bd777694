using System.Data.Common;
using System.Text;

namespace StrictPost.Engine.Storage;

/// <summary>What to serve for one domain from now on.</summary>
/// <param name="Domain">The mail domain, as A-labels.</param>
/// <param name="PolicyId">The id that belongs to the body; null when the domain is no longer enrolled.</param>
/// <param name="Body">The policy as it goes over the wire; null when the domain is no longer enrolled.</param>
public sealed record ServedPolicy(string Domain, string? PolicyId, byte[]? Body);

/// <summary>What others changed.</summary>
/// <param name="Policies">Domains to serve otherwise than before.</param>
/// <param name="CertificateHosts">Policy hosts whose certificate is another one.</param>
/// <param name="Sequence">The number of the last change that is in here or was before.</param>
public sealed record StoreChanges(IReadOnlyList<ServedPolicy> Policies, IReadOnlyList<string> CertificateHosts, long Sequence)
{
    /// <summary>True while nobody writes.</summary>
    public bool IsEmpty => Policies.Count == 0 && CertificateHosts.Count == 0;
}

/// <summary>
/// Tells a running server what to serve, and what others changed since: asking costs next to nothing while nobody writes.
/// It has one connection of its own. Not for use from several threads at once.
/// </summary>
public sealed class StoreFeed : IAsyncDisposable
{
    private readonly Database _database;
    private readonly DbConnection _connection;

    private StoreFeed(Database database, DbConnection connection) => (_database, _connection) = (database, connection);

    /// <summary>The number of the last change that was read.</summary>
    public long Sequence { get; private set; }

    /// <summary>Opens a store that is of this program's version.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public static Task<StoreFeed> OpenAsync(Database database, CancellationToken cancellationToken) => database.GuardAsync(async () =>
    {
        var connection = await database.ConnectAsync(cancellationToken);
        try
        {
            await database.ListenAsync(connection, cancellationToken);
            return new StoreFeed(database, connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    });

    /// <summary>Everything that is to be served now.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<ServedPolicy>> ReadAllAsync(CancellationToken cancellationToken) => _database.GuardAsync(async () =>
    {
        // What is committed between the two is read now, and again as a change.
        Sequence = await _connection.NumberAsync(DomainSql.LastChange, cancellationToken);
        var policies = new List<ServedPolicy>();
        await using var command = _connection.Prepare(DomainSql.ServedBodies);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            policies.Add(new ServedPolicy(rows.GetString(0), rows.GetString(1), Encoding.UTF8.GetBytes(rows.GetString(2))));
        return (IReadOnlyList<ServedPolicy>)policies;
    });

    /// <summary>What changed since the last call; empty most of the time.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<StoreChanges> ReadChangesAsync(CancellationToken cancellationToken) => _database.GuardAsync(async () =>
        await _connection.NumberAsync(DomainSql.LastChange, cancellationToken) == Sequence
            ? new StoreChanges([], [], Sequence)
            : await ReadSinceAsync(cancellationToken));

    /// <summary>Waits until it is worth asking: half a second at most, and not longer than a commit takes to be heard of.</summary>
    /// <exception cref="StoreException">The store is gone.</exception>
    public Task WaitAsync(CancellationToken cancellationToken) => _database.GuardAsync(async () =>
    {
        await _database.WaitAsync(_connection, cancellationToken);
        return true;
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.DisposeAsync();
        }
        catch (DbException)
        {
            // The server is gone already.
        }
    }

    private async Task<StoreChanges> ReadSinceAsync(CancellationToken cancellationToken)
    {
        var policies = new List<ServedPolicy>();
        var hosts = new List<string>();
        long seen = Sequence;
        await using var command = _connection.Prepare(DomainSql.Changes, "@seen");
        await using var rows = await command.With(Sequence).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            string name = rows.GetString(1);
            if (rows.GetString(0) == ChangeTopic.Certificate)
                hosts.Add(name);
            else if (await rows.IsDBNullAsync(4, cancellationToken))
                policies.Add(new ServedPolicy(name, null, null));
            else
                policies.Add(new ServedPolicy(name, rows.GetString(3), Encoding.UTF8.GetBytes(rows.GetString(4))));
            seen = rows.GetInt64(2);
        }

        Sequence = seen;
        return new StoreChanges(policies, hosts, seen);
    }
}
