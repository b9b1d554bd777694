using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace StrictPost.Engine.Certificates;

/// <summary>
/// PEM files that somebody else puts into a folder: <c>HOST.pem</c> (chain and key), or <c>HOST.crt</c> and
/// <c>HOST.key</c>, or <c>HOST/fullchain.pem</c> and <c>HOST/privkey.pem</c>; HOST may be
/// a wildcard's name, such as <c>_.example.org</c> for <c>mta-sts.example.org</c>. A file may be replaced at any time.
/// </summary>
public sealed class CertificateFolder(string folder) : ICertificateSource
{
    /// <summary>Most bytes that are read from one file.</summary>
    private const int LargestFile = 256 * 1024;

    private readonly SharedCertificates _intermediates = new();

    /// <inheritdoc/>
    public CertificateStamp StampOf(string host, DateTimeOffset now)
    {
        foreach (var (chain, key) in Places(host))
        {
            if (VersionOf(chain) is { } version)
                return new CertificateStamp(chain, chain == key ? version : unchecked((version * 31) + (VersionOf(key) ?? 0)));
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<CertificateLoad> LoadAsync(string host, DateTimeOffset now, CancellationToken cancellationToken) => new(Load(host, now));

    private CertificateLoad Load(string host, DateTimeOffset now)
    {
        var (chain, key) = Places(host).FirstOrDefault(place => File.Exists(place.Chain));
        if (chain is null)
            return CertificateLoad.Failed($"There is no certificate: neither {host}.pem, {host}.crt nor {host}/fullchain.pem is in {folder}, nor those of a wildcard.");
        try
        {
            string chainPem = Read(chain);
            return Judge(Parse(chainPem, chain == key ? chainPem : Read(key)), chain, host, now);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or FormatException)
        {
            return CertificateLoad.Failed($"The certificate in {chain} cannot be used: {fault.Message}");
        }
    }

    /// <summary>Under the host's own name; else under that of a wildcard one label up, in one of the ways to write its star in a file name.</summary>
    private IEnumerable<(string Chain, string Key)> Places(string host)
    {
        int dot = host.IndexOf('.', StringComparison.Ordinal);
        string parent = host[(dot + 1)..];
        IEnumerable<string> names = dot < 0 ? [host] : [host, $"*.{parent}", $"_.{parent}", $"_wildcard.{parent}"];
        return names.SelectMany(PlacesOf);
    }

    private IEnumerable<(string Chain, string Key)> PlacesOf(string host)
    {
        string both = Path.Combine(folder, host + ".pem");
        yield return (both, both);
        yield return (Path.Combine(folder, host + ".crt"), Path.Combine(folder, host + ".key"));
        yield return (Path.Combine(folder, host, "fullchain.pem"), Path.Combine(folder, host, "privkey.pem"));
    }

    /// <summary>Of the file itself, also where a link leads to it: renewals often swap only a folder that links point into.</summary>
    private static long? VersionOf(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using var file = File.OpenHandle(path);
            return File.GetLastWriteTimeUtc(file).Ticks ^ (RandomAccess.GetLength(file) << 40);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static string Read(string path)
    {
        using var file = File.OpenHandle(path);
        int length = (int)Math.Min(RandomAccess.GetLength(file), LargestFile + 1);
        if (length > LargestFile)
            throw new IOException($"{path} is larger than {LargestFile} bytes.");
        var bytes = new byte[length];
        int read = RandomAccess.Read(file, bytes, fileOffset: 0);
        return Encoding.ASCII.GetString(bytes, 0, read);
    }

    private HostCertificate Parse(string chainPem, string keyPem)
    {
        var certificates = Certificates(chainPem);
        if (certificates.Count == 0)
            throw new CryptographicException("It holds no certificate.");
        var intermediates = new X509Certificate2Collection();
        foreach (byte[] der in certificates.Skip(1))
        {
            if (_intermediates.Find(der) is { } intermediate)
                intermediates.Add(intermediate);
        }

        var leaf = X509CertificateLoader.LoadCertificate(certificates[0]);
        if (P256Key.Find(keyPem, leaf) is { } key)
            return new HostCertificate(leaf, intermediates) { Key = key };
        leaf.Dispose();
        return new HostCertificate(X509Certificate2.CreateFromPem(chainPem, keyPem), intermediates);
    }

    private static List<byte[]> Certificates(ReadOnlySpan<char> pem)
    {
        var certificates = new List<byte[]>();
        while (PemEncoding.TryFind(pem, out var block))
        {
            if (pem[block.Label] is "CERTIFICATE")
                certificates.Add(Convert.FromBase64String(pem[block.Base64Data].ToString()));
            pem = pem[block.Location.End..];
        }

        return certificates;
    }

    private static CertificateLoad Judge(HostCertificate certificate, string path, string host, DateTimeOffset now)
    {
        // RFC 8461 §3.3: the policy host must be named in the subject alternative name, and the common name does not count.
        if (!certificate.Leaf.MatchesHostname(host, allowWildcards: true, allowCommonName: false))
            return CertificateLoad.Failed($"The certificate in {path} is not for {host}: its subject alternative names do not hold it.");
        var end = new DateTimeOffset(certificate.Leaf.NotAfter);
        string? age = now >= end
            ? $"The certificate in {path} expired at {end.UtcDateTime:u}; senders refuse it."
            : null;
        return new CertificateLoad(certificate, age);
    }
}
