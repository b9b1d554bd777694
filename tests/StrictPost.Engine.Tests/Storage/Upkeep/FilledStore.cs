using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Engine.Tests.Storage.Changes;
using StrictPost.Engine.Tests.Storage.Reports;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

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
        await FillReportsAsync(database);
        await FillChangesAsync(database);
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

    private static async Task FillChangesAsync(Database database)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var store = new ChangeStore(database);
        var begun = (await store.BeginAsync([(ChangeSamples.Full(), 0)], "batch", cancellation)).Begun[0];
        await store.SaveAsync(begun, begun with { Trouble = "x" }, ["Begun.", "And on."], cancellation);
        await new SeenPolicyStore(database).WatchAsync(begun.Change.Domain, 60, cancellation);
        await new SeenPolicyStore(database).SawAsync(begun.Change.Domain, [begun.Change.Before!.ToBody()], isWhole: true, cancellation);
    }

    private static async Task FillReportsAsync(Database database)
    {
        await new ReportAddresses(database).TokenAsync(DomainName.Parse("d0.example").Value!, TestContext.Current.CancellationToken);
        var deliveries = Enumerable.Range(0, 5).Select(i => ReportSamples.Delivery(ReportSamples.Json($"r{i}", domain: "d0.example")));
        var accepted = await new ReportRawStore(database).AddAsync([.. deliveries], TestContext.Current.CancellationToken);
        var read = accepted.Skip(1).Select(delivery => ReportSamples.Found(ReportSamples.Json($"r{delivery.Id}", domain: "d0.example")))
            .Select(found => (new DeliveryReading([found], []), new ReportSummer().Sum(found)));
        var unread = new ReadDelivery(accepted[0], new DeliveryReading([], [DeliveryFindings.Empty.Found()]), []);
        // The last one stays pending.
        await new ReportWriter(database).StoreAsync(
            [unread, .. accepted.Skip(1).SkipLast(1).Zip(read, (delivery, what) => new ReadDelivery(delivery, what.Item1, [what.Item2]))],
            TestContext.Current.CancellationToken);
    }
}
