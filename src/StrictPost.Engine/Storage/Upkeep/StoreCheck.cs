using System.Data.Common;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Upkeep;

/// <summary>Something in the store that cannot be right.</summary>
/// <param name="Where">Which row, in words.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to do.</param>
public sealed record StoreProblem(string Where, string Message, string Fix);

/// <summary>What a check of the store found.</summary>
/// <param name="Tables">How much there is of everything.</param>
/// <param name="Problems">Empty when all is well.</param>
public sealed record StoreCheckup(IReadOnlyList<TableDigest> Tables, IReadOnlyList<StoreProblem> Problems);

/// <summary>Looks through a store for what should never be: a domain without a policy, an id of another body, a key of another certificate.</summary>
public sealed class StoreCheck(Database database, StoreSecrets? secrets)
{
    private const string Restore = "Restore the store from a backup.";

    private const string Domains =
        "SELECT d.name, d.policy_id, p.body FROM domain d LEFT JOIN publication p ON p.domain = d.name AND p.policy_id = d.policy_id ORDER BY d.name;";

    private const string Publications = "SELECT domain, policy_id, body FROM publication ORDER BY domain, policy_id;";

    private const string Certificates = "SELECT host, chain, sealed_key FROM certificate ORDER BY host;";

    private const string CertificateCount = "SELECT count(*) FROM certificate;";

    private const string KeyFix = "Name it in `store.key_file`; if it is lost for good: strictpost store rekey --forget-lost";

    private const string LostNumbers =
        "SELECT count(*) FROM change_log WHERE sequence > (SELECT value FROM counter WHERE name = 'change');";

    private readonly List<StoreProblem> _problems = [];

    /// <summary>Reads everything.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<StoreCheckup> RunAsync(CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var moment = await database.BeginReadingAsync(connection, cancellationToken);
        if (await database.FileProblemAsync(connection, cancellationToken) is { } damage)
            _problems.Add(new StoreProblem(database.Name, damage, Restore));
        if (await connection.NumberAsync(LostNumbers, cancellationToken) > 0)
            _problems.Add(new StoreProblem("counter", "Changes have numbers that were not given out.", Restore));
        await EachAsync(connection, Domains, JudgeDomain, cancellationToken);
        await EachAsync(connection, Publications, JudgePublication, cancellationToken);
        if (secrets is not null)
            await EachAsync(connection, Certificates, row => JudgeCertificate(row, secrets), cancellationToken);
        else if (await connection.NumberAsync(CertificateCount, cancellationToken) is > 0 and var count)
            _problems.Add(new StoreProblem("certificates", $"{count} private key(s) cannot be checked: there is no key file.", KeyFix));
        var tables = new List<TableDigest>();
        foreach (var table in TableShape.All)
        {
            using var hash = new TableHash();
            await EachAsync(connection, table.SelectAll, hash.Add, cancellationToken);
            tables.Add(hash.Digest(table.Name));
        }

        return new StoreCheckup(tables, _problems);
    }, cancellationToken);

    private void JudgeDomain(DbDataReader row)
    {
        string name = row.GetString(0);
        if (!DomainName.TryParse(name, out _))
            Add($"domain {name}", "Its name is no domain name.");
        if (row.IsDBNull(2))
            Add($"domain {name}", $"There is no policy with the id {row.GetString(1)} that it should serve.");
    }

    private void JudgePublication(DbDataReader row)
    {
        string where = $"policy {row.GetString(1)} of {row.GetString(0)}";
        if (StsPolicy.Parse(row.GetString(2)).Value is null)
            Add(where, "It cannot be read by any sender.");
        else if (!PolicyId.Fits(row.GetString(1), row.GetString(2)))
            Add(where, "The id was made for another body.");
    }

    private void JudgeCertificate(DbDataReader row, StoreSecrets keys)
    {
        string host = row.GetString(0);
        try
        {
            using var leaf = X509Certificate2.CreateFromPem(row.GetString(1));
            using var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(keys.Open($"{CertificateStore.SealedFor} {host}", row.GetFieldValue<byte[]>(2)), out _);
            if (!key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(leaf.PublicKey.ExportSubjectPublicKeyInfo()))
                Add($"certificate of {host}", "Its key belongs to another certificate.");
        }
        catch (StoreException fault)
        {
            _problems.Add(new StoreProblem($"certificate of {host}", fault.Message, fault.Fix));
        }
        catch (CryptographicException fault)
        {
            Add($"certificate of {host}", $"It cannot be read: {fault.Message}");
        }
    }

    private void Add(string where, string message) => _problems.Add(new StoreProblem(where, message, Restore));

    private static async Task EachAsync(DbConnection connection, string sql, Action<DbDataReader> each, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            each(rows);
    }
}
