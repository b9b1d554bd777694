using System.Net.Security;
using DnsClient;
using StrictPost.Lab;
using StrictPost.Lab.Paper;
using StrictPost.Lab.World;

namespace StrictPost.Engine.Tests.Lab;

public sealed class PaperWorldTests
{
    private static readonly PaperWorld Whole = PaperWorld.Build();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("A", 331)]
    [InlineData("B-dns", 42)]
    [InlineData("B-tcp", 227)]
    [InlineData("B-tls", 9984)]
    [InlineData("B-http", 592)]
    [InlineData("B-syntax", 136)]
    [InlineData("C", 1443)]
    public void Row_OfThePaper_HasItsNumber(string category, int expected) =>
        Assert.Equal(expected, Whole.Domains.Count(domain => domain.Category == category));

    [Theory]
    [InlineData("B-tcp", 193, 34)]
    [InlineData("B-tls", 8871, 1113)]
    [InlineData("B-http", 377, 215)]
    [InlineData("C", 1046, 397)]
    public void Row_ByWhoRunsThePolicyHost_HasItsNumbers(string category, int selfManaged, int thirdParty)
    {
        var row = Whole.Domains.Where(domain => domain.Category == category).Select(domain => Whole.World.Domains[domain.Name]).ToList();

        Assert.Equal(thirdParty, row.Count(domain => domain.DnsFaults.Any(fault => fault is DnsFault.Alias)));
        Assert.Equal(selfManaged, row.Count(domain => !domain.DnsFaults.Any(fault => fault is DnsFault.Alias)));
    }

    [Fact]
    public void Mismatches_OfThePaper_HaveTheirNumbers()
    {
        var row = Whole.Domains.Where(domain => domain.Category == "D").ToList();

        Assert.Equal(1023, row.Count(domain => domain.Cause!.StartsWith("complete", StringComparison.Ordinal)));
        Assert.Equal(730, row.Count(domain => domain.Cause!.StartsWith("third label", StringComparison.Ordinal)));
        Assert.Equal(597, row.Count(domain => domain.Cause!.EndsWith("mta-sts left in", StringComparison.Ordinal)));
        Assert.Equal(63, row.Count(domain => domain.Cause is "typo"));
        Assert.Equal(406, row.Count(domain => IsEnforced(domain)));
        Assert.Equal(644, Whole.Domains.Count(domain => domain.PreviousMx is not null));
        Assert.Equal(269, Whole.Domains.Count(domain => domain.Category is "C" && IsEnforced(domain)));
    }

    [Fact]
    public void Domains_All_AreThePapersWithAsManyFaulty()
    {
        Assert.Equal(68_030, Whole.Domains.Select(domain => domain.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(20_144, Whole.Domains.Count(domain => domain.Category is not null));
    }

    [Fact]
    public void Build_Twice_GivesTheSame() =>
        Assert.Equal(string.Join('\n', PaperWorld.Build(100).Csv()), string.Join('\n', PaperWorld.Build(100).Csv()));

    [Fact]
    public void Build_InSmall_HasEveryCause() => Assert.Equal(Causes(Whole), Causes(PaperWorld.Build(1000)));

    [Fact]
    public void Csv_HasAHeaderAndTheFormerMx()
    {
        string[] lines = [.. Whole.Csv()];

        Assert.Equal("domain,previous_mx", lines[0]);
        Assert.Equal(644, lines.Count(line => line.Contains(",mail.formerhost", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Lab_WithTheWholeWorld_AnswersForTheLastDomain()
    {
        await using var lab = await RunningLab.StartAsync(Whole.World, TimeProvider.System, Cancellation);
        string last = Whole.Domains.Last(domain => domain.Category is null).Name;
        string mismatched = Whole.Domains.First(domain => domain.Cause is "name mismatch").Name;
        var dns = new LookupClient(new LookupClientOptions(lab.DnsEndPoint) { UseCache = false });

        Assert.Equal(2, (await dns.QueryAsync(last, QueryType.MX, cancellationToken: Cancellation)).Answers.Count);
        Assert.Equal(SslPolicyErrors.None, (await LabClients.LookAsync(lab, "mta-sts." + last, Cancellation)).Errors);
        Assert.Equal(
            SslPolicyErrors.RemoteCertificateNameMismatch, (await LabClients.LookAsync(lab, "mta-sts." + mismatched, Cancellation)).Errors);
    }

    private static string Causes(PaperWorld world) =>
        string.Join('\n', world.Domains.Select(domain => domain.Cause).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static bool IsEnforced(PaperDomain domain) =>
        Whole.World.Domains[domain.Name].Policy!.Value.Span.IndexOf("mode: enforce"u8) >= 0;
}
