using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Issuance;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;

namespace StrictPost.Serving;

/// <summary>Certificates that are asked of authorities, where any is configured, and what goes on in a node for it.</summary>
internal sealed class ServeIssuance : IDisposable
{
    private readonly StoreCertificates _certificates;
    private readonly StoreChallenges _challenges;
    private readonly IssuanceWorker _worker;

    private readonly CertificateStore _stored;

    private ServeIssuance(CertificateStore stored, StoreCertificates certificates, StoreChallenges challenges, IssuanceWorker worker) =>
        (_stored, _certificates, _challenges, _worker) = (stored, certificates, challenges, worker);

    public ICertificateSource Certificates => _certificates;

    public IChallengeAnswers Challenges => _challenges;

    public IReadOnlyList<INodeWork> Work => [_certificates, _worker];

    /// <summary>Null where no authority is configured.</summary>
    /// <exception cref="Refusal">The configuration makes no sense, or a file that it names is no good.</exception>
    /// <exception cref="Engine.Storage.StoreException">The keys that seal secrets cannot be read.</exception>
    public static ServeIssuance? Open(Settings settings, NodeData store, ILoggerFactory loggers, TimeProvider time)
    {
        if (settings.Acme.Directories.IsEmpty)
            return null;
        var issuance = IssuanceOf(settings);
        var secrets = StoreKeys.Open(settings);
        string holder = $"{Environment.MachineName} {Guid.NewGuid():N}";
        var worker = new IssuanceWorker(
            store.Database, secrets, new DnsLookups(settings.Acme.Dns, time), issuance, holder, Random.Shared.NextDouble, new IssuanceLog(loggers.CreateLogger<IssuanceWorker>()));
        return new ServeIssuance(new CertificateStore(store.Database, secrets), new StoreCertificates(store, secrets), new StoreChallenges(store.Database), worker);
    }

    /// <summary>Refuses to begin with keys that are not this store's: no policy could be served.</summary>
    /// <exception cref="Engine.Storage.StoreException">They are not.</exception>
    public Task ProveKeysAsync(CancellationToken cancellationToken) => _stored.ProveKeysAsync(cancellationToken);

    public void Dispose()
    {
        _worker.Dispose();
        _challenges.Dispose();
    }

    private static IssuanceSettings IssuanceOf(Settings settings)
    {
        var acme = settings.Acme;
        if (settings.CertificatesPath is not null)
            throw new Refusal("Both `certificates.path` and `acme.directory` are set.", "Take one away: certificates come from files, or from an authority.");
        if (!acme.AgreesToTerms)
            throw new Refusal("`acme.directory` is set, and `acme.agree_terms` is not.", "Read the authority's terms, and set `agree_terms = true` if you agree to them.");
        var account = new AccountRequest { Contacts = acme.Contacts, AgreesToTerms = true, External = ExternalOf(acme) };
        var roots = RootsOf(acme);
        var issuance = new IssuanceSettings
        {
            Authorities =
            [
                .. acme.Directories.Select(directory => new AuthoritySettings(new AcmeSettings(directory) { Roots = roots }, account) { PreferredIssuer = acme.PreferredIssuer }),
            ],
            Challenge = acme.Challenge,
            PolicyHost = settings.PolicyHost,
            PolicyAddresses = settings.PolicyAddresses,
            Budgets = acme.Budgets,
            PublicSuffixes = acme.PublicSuffixes,
        };
        return issuance with
        {
            LeaseTime = Seconds(acme.LeaseSeconds) ?? issuance.LeaseTime,
            FirstWait = Seconds(acme.RetrySeconds) ?? issuance.FirstWait,
        };
    }

    private static TimeSpan? Seconds(int? number) => number is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static ExternalAccount? ExternalOf(AcmeConfiguration acme)
    {
        if (acme.ExternalKeyId is null && acme.ExternalKeyFile is null)
            return null;
        if (acme.ExternalKeyId is not { } id || acme.ExternalKeyFile is not { } file)
            throw new Refusal("Of `acme.eab_kid` and `acme.eab_hmac_file` only one is set.", "Set both as the authority gave them, or neither.");
        return ExternalAccount.TryParse(id, Read(file, "acme.eab_hmac_file"), out var external)
            ? external
            : throw new Refusal($"{file} holds no HMAC key.", "Put the key into it as the authority shows it, in base64url, and nothing else.");
    }

    private static X509Certificate2Collection? RootsOf(AcmeConfiguration acme)
    {
        if (acme.RootsFile is not { } file)
            return null;
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(Read(file, "acme.ca_file"));
        }
        catch (CryptographicException)
        {
            // Said below.
        }

        return roots.Count > 0 ? roots : throw new Refusal($"{file} holds no certificate.", "Name a PEM file with the roots of the authority's own server in `acme.ca_file`.");
    }

    private static string Read(string path, string setting)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"{path} cannot be read: {fault.Message}", $"Name the right file in `{setting}`, and let this user read it.");
        }
    }
}
