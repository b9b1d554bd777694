using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Tests.Storage.Upkeep;

/// <summary>Puts something into every part of a store.</summary>
internal static class FilledStore
{
    private static readonly string Key = StoreSecrets.NewKey();

    public static StoreSecrets Secrets { get; } = StoreSecrets.Parse(Key, "the test");

    /// <summary>The same, once a new key stands in front.</summary>
    public static StoreSecrets SecretsBehind(string fresh) => StoreSecrets.Parse($"{fresh}\n{Key}", "the test");

    public static async Task FillAsync(TestStore store)
    {
        for (int i = 0; i < 30; i++)
            await store.SaveAsync(TestStore.Settings($"d{i}.example", PolicyMode.Enforce, $"mx{i}.example.org"));
        await store.SaveAsync(TestStore.Settings("d1.example", PolicyMode.None));
        await store.SaveAsync(TestStore.Settings("xn--strae-oqa.example", PolicyMode.Testing));
        await store.RemoveAsync("d2.example");
        await using var database = await store.OpenAsync();
        using var authority = CertificateAuthority.Create("Test", store.Time.GetUtcNow(), TimeSpan.FromDays(365));
        foreach (string host in (string[])["mta-sts.d0.example", "mta-sts.d1.example"])
        {
            using var leaf = authority.Issue(new LeafRequest([host], store.Time.GetUtcNow(), store.Time.GetUtcNow().AddDays(90)));
            using var key = leaf.GetECDsaPrivateKey()!;
            await new CertificateStore(database, Secrets).SaveAsync(
                new StoredCertificate(host, leaf.ExportCertificatePem(), key.ExportPkcs8PrivateKey(), "test", new(leaf.NotBefore), new(leaf.NotAfter)),
                TestContext.Current.CancellationToken);
        }
    }
}
