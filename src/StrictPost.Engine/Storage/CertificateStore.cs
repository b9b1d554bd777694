using System.Data.Common;

namespace StrictPost.Engine.Storage;

/// <summary>A policy host's certificate as it is stored.</summary>
/// <param name="Host">The policy host, as A-labels.</param>
/// <param name="Chain">PEM: the host's own certificate, then what leads to the root.</param>
/// <param name="Key">The private key: PKCS #8, DER.</param>
/// <param name="Authority">Who issued it, as the configuration calls it.</param>
/// <param name="NotBefore">Valid from.</param>
/// <param name="NotAfter">Valid until.</param>
public sealed record StoredCertificate(
    string Host, string Chain, byte[] Key, string Authority, DateTimeOffset NotBefore, DateTimeOffset NotAfter);

/// <summary>The certificates of policy hosts with their keys, which are sealed. Safe for use from several threads.</summary>
public sealed class CertificateStore(Database database, StoreSecrets secrets)
{
    /// <summary>The first word of what a key is sealed for; the host follows.</summary>
    internal const string SealedFor = "certificate";

    private const string One = "SELECT host, chain, sealed_key, authority, not_before, not_after FROM certificate WHERE host = @host;";

    private const string Write =
        """
        INSERT INTO certificate (host, chain, sealed_key, authority, not_before, not_after)
        VALUES (@host, @chain, @key, @authority, @from, @until)
        ON CONFLICT (host) DO UPDATE SET chain = excluded.chain, sealed_key = excluded.sealed_key, authority = excluded.authority,
          not_before = excluded.not_before, not_after = excluded.not_after;
        """;

    /// <summary>The certificate of one host, or null.</summary>
    /// <exception cref="StoreException">The store cannot be read, or no key opens the certificate's.</exception>
    public Task<StoredCertificate?> FindAsync(string host, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(One, "@host");
        await using var rows = await command.With(host).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? Read(rows) : null;
    }, cancellationToken);

    /// <summary>Makes sure that the keys at hand are those of this store, by opening one certificate's key. A store that is away is believed.</summary>
    /// <exception cref="StoreException">They are not.</exception>
    public async Task ProveKeysAsync(CancellationToken cancellationToken)
    {
        var (host, box) = await AnyAsync(cancellationToken);
        if (box is not null)
            secrets.Open(Purpose(host), box);
    }

    /// <summary>Stores a certificate in the place of the one before, and tells running servers.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task SaveAsync(StoredCertificate certificate, CancellationToken cancellationToken) =>
        database.WriteAsync(write => SaveAsync(write, certificate, cancellationToken), cancellationToken);

    /// <summary>The same, inside a transaction that writes more.</summary>
    internal async Task<bool> SaveAsync(StoreWrite write, StoredCertificate certificate, CancellationToken cancellationToken)
    {
        await using var command = write.Connection.Prepare(Write, "@host", "@chain", "@key", "@authority", "@from", "@until");
        await command.With(
            certificate.Host,
            certificate.Chain,
            secrets.Seal(Purpose(certificate.Host), certificate.Key),
            certificate.Authority,
            certificate.NotBefore.ToUnixTimeMilliseconds(),
            certificate.NotAfter.ToUnixTimeMilliseconds()).ExecuteNonQueryAsync(cancellationToken);
        await write.NoteChangeAsync(ChangeTopic.Certificate, certificate.Host, cancellationToken);
        return true;
    }

    private async Task<(string Host, byte[]? Box)> AnyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await database.ReadAsync(async connection =>
            {
                await using var command = connection.Prepare("SELECT host, sealed_key FROM certificate LIMIT 1;");
                await using var rows = await command.ExecuteReaderAsync(cancellationToken);
                return await rows.ReadAsync(cancellationToken) ? (rows.GetString(0), rows.GetFieldValue<byte[]>(1)) : ("", (byte[]?)null);
            }, cancellationToken);
        }
        catch (StoreException)
        {
            return ("", null);
        }
    }

    private StoredCertificate Read(DbDataReader row)
    {
        string host = row.GetString(0);
        return new StoredCertificate(
            host,
            row.GetString(1),
            secrets.Open(Purpose(host), row.GetFieldValue<byte[]>(2)),
            row.GetString(3),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)));
    }

    private static string Purpose(string host) => $"{SealedFor} {host}";
}
