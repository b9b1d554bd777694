using System.Globalization;
using System.Security.Cryptography;

namespace StrictPost.Bench.Domains;

/// <summary>
/// A folder with one PEM file for each policy host: leaf, intermediate, key. Making 10,000 takes seconds, so a folder is
/// kept between runs until its certificates are about to expire.
/// </summary>
public static class CertificateFolder
{
    private const int ValidDays = 365;
    private const int RenewDays = 14;
    private const string Marker = "valid-until";

    /// <summary>Makes the folder unless a fresh one is there, and returns its domains in order.</summary>
    public static BenchDomain[] Open(string folder, int count, TimeProvider clock)
    {
        if (!IsFresh(folder, clock.GetUtcNow()))
            Make(folder, count, clock.GetUtcNow());

        var domains = new BenchDomain[count];
        Parallel.For(0, count, i =>
        {
            var name = BenchDomain.NameOf(i + 1);
            domains[i] = BenchDomain.Create(name, ReadLeaf(PathOf(folder, BenchDomain.PolicyHostOf(name))));
        });
        return domains;
    }

    public static string PathOf(string folder, string policyHost) => Path.Combine(folder, policyHost + ".pem");

    private static bool IsFresh(string folder, DateTimeOffset now)
    {
        var marker = Path.Combine(folder, Marker);
        return File.Exists(marker)
            && DateTimeOffset.TryParse(File.ReadAllText(marker), CultureInfo.InvariantCulture, out var until)
            && until > now.AddDays(RenewDays);
    }

    private static void Make(string folder, int count, DateTimeOffset now)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var until = now.AddDays(ValidDays);
        using var authority = BenchAuthority.Create(now.AddHours(-1), until);
        Parallel.For(0, count, i =>
        {
            var host = BenchDomain.PolicyHostOf(BenchDomain.NameOf(i + 1));
            File.WriteAllText(PathOf(folder, host), authority.Issue(host));
        });
        File.WriteAllText(Path.Combine(folder, Marker), until.ToString("O", CultureInfo.InvariantCulture));
    }

    private static byte[] ReadLeaf(string path)
    {
        var pem = File.ReadAllText(path);
        var first = PemEncoding.Find(pem);
        return Convert.FromBase64String(pem[first.Base64Data]);
    }
}
