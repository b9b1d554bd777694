using System.Data.Common;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Issuance;

/// <summary>
/// Certificates out of the store; while that cannot be reached, out of the node's snapshot of it. As work of a node it follows
/// the store, so that a new certificate is served soon after any node stored it.
/// </summary>
/// <param name="store">What the node knows.</param>
/// <param name="secrets">What opens the keys.</param>
public sealed class StoreCertificates(NodeData store, StoreSecrets secrets) : ICertificateSource, INodeWork
{
    private const string Changed = "SELECT name, sequence FROM change_log WHERE topic = 'certificate' AND sequence > @seen ORDER BY sequence;";

    /// <summary>How long to wait before a store that failed is tried again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>A host shares its version with some others: when one changes, those are loaded again for nothing. So the table needs no room for each.</summary>
    private readonly long[] _versions = new long[4096];

    private readonly SharedCertificates _intermediates = new();

    /// <inheritdoc/>
    public CertificateStamp StampOf(string host, DateTimeOffset now) => new(null, Volatile.Read(ref _versions[BucketOf(host)]));

    /// <inheritdoc/>
    public async ValueTask<CertificateLoad> LoadAsync(string host, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var (stored, problem) = await FindAsync(host, cancellationToken);
            return stored is null ? CertificateLoad.Failed(problem ?? $"There is no certificate for {host} yet; `strictpost domain show` says why.") : Parse(stored, now);
        }
        catch (CryptographicException fault)
        {
            return CertificateLoad.Failed($"The stored certificate for {host} cannot be used: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
                await FollowAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private static uint BucketOf(string host)
    {
        uint hash = 2166136261;
        foreach (char character in host)
            hash = unchecked((hash ^ char.ToLowerInvariant(character)) * 16777619);
        return hash % 4096;
    }

    private async Task<(StoredCertificate? Stored, string? Problem)> FindAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return (await new CertificateStore(store.Database, secrets).FindAsync(host, cancellationToken), null);
        }
        catch (StoreException fault)
        {
            return store.Snapshot is null ? (null, fault.Message) : await FindInSnapshotAsync(store.Snapshot, host, cancellationToken);
        }
    }

    private async Task<(StoredCertificate? Stored, string? Problem)> FindInSnapshotAsync(Snapshot snapshot, string host, CancellationToken cancellationToken)
    {
        try
        {
            return (await new CertificateStore(snapshot.Database, secrets).FindAsync(host, cancellationToken), null);
        }
        catch (StoreException fault)
        {
            return (null, fault.Message);
        }
    }

    private CertificateLoad Parse(StoredCertificate stored, DateTimeOffset now)
    {
        if (CertificateChain.Read(stored.Chain) is not { } chain)
            return CertificateLoad.Failed($"The stored certificate for {stored.Host} cannot be read.");
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(stored.Key, out _);
        using var leaf = chain.Leaf();
        var intermediates = new X509Certificate2Collection();
        foreach (var der in chain.Certificates.Skip(1))
        {
            if (_intermediates.Find(der.ToArray()) is { } intermediate)
                intermediates.Add(intermediate);
        }

        string? age = now >= stored.NotAfter ? $"Its certificate expired at {stored.NotAfter.UtcDateTime:u}; senders refuse it." : null;
        return new CertificateLoad(new HostCertificate(leaf.CopyWithPrivateKey(key), intermediates), age);
    }

    /// <summary>Follows the store over one connection, for as long as that works.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.Database.ReadAsync(connection => FollowAsync(connection, cancellationToken), cancellationToken);
        }
        catch (StoreException)
        {
            await Task.Delay(Patience, store.Database.Time, cancellationToken);
        }
    }

    private async Task<long> FollowAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await store.Database.ListenAsync(connection, cancellationToken);
        long seen = await connection.NumberAsync(DomainSql.LastChange, cancellationToken);
        // What changed while nobody followed is not known: all may be other ones.
        for (int bucket = 0; bucket < _versions.Length; bucket++)
            Interlocked.Increment(ref _versions[bucket]);
        while (!cancellationToken.IsCancellationRequested)
        {
            await store.Database.WaitAsync(connection, cancellationToken);
            seen = await ReadChangesAsync(connection, seen, cancellationToken);
        }

        return seen;
    }

    private async Task<long> ReadChangesAsync(DbConnection connection, long seen, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(Changed, "@seen");
        await using var rows = await command.With(seen).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            Interlocked.Increment(ref _versions[BucketOf(rows.GetString(0))]);
            seen = rows.GetInt64(1);
        }

        return seen;
    }
}
