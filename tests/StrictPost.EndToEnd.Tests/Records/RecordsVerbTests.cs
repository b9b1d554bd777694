using System.Text.Json;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Site;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.EndToEnd.Tests.Records;

/// <summary><c>strictpost records</c> as a process: where the policy, its id and the rest come from, and waiting.</summary>
public sealed class RecordsVerbTests
{
    private const string Body = "version: STSv1\r\nmode: testing\r\nmx: mx.good.example\r\nmax_age: 86400\r\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_OfAnEnrolledDomain_HaveTheIdOfTheStore()
    {
        await using var place = await Workplace.OpenAsync();
        var added = await place.StrictPostAsync("domain", "add", "good.example", "--mx", "mx.good.example", "--mode", "testing", "--format", "json");
        Assert.True(added.ExitCode == 0, added.Error);
        var shown = await place.StrictPostAsync("domain", "show", "good.example", "--format", "json");

        var first = await place.StrictPostAsync("records", "good.example", "--format", "json");
        var second = await place.StrictPostAsync("records", "good.example", "--format", "json");

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Equal(first.Output, second.Output);
        Assert.Contains(Id(first.Output), shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_WithConfiguration_TakePolicyHostAndReportsFromIt()
    {
        await using var place = await Workplace.OpenAsync();
        await File.WriteAllTextAsync(place.PathOf("strictpost.toml"), "policy_host = \"policies.example.net\"\n[reports]\nrua = [\"mailto:all@example.net\"]\n", Cancellation);

        var ended = await OfFileAsync(place, "--format", "json");

        Assert.Equal("", ended.Error);
        Assert.Equal("policies.example.net", ValueAt(ended.Output, "mta-sts.good.example"));
        Assert.Equal("v=TLSRPTv1; rua=mailto:all@example.net;", ValueAt(ended.Output, "_smtp._tls.good.example"));
    }

    [Fact]
    public async Task Records_Delegated_AreThreeAliasesAndNeedNoStore()
    {
        await using var place = await Workplace.OpenAsync();
        await File.WriteAllTextAsync(place.PathOf("strictpost.toml"), "[dns]\ndelegation_zone = \"sts.example.net\"\n", Cancellation);

        var ended = await place.StrictPostAsync("records", "good.example", "--delegated", "--format", "json");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Equal(["mta-sts.good.example", "_mta-sts.good.example", "_smtp._tls.good.example"], Names(ended.Output));
        Assert.Equal("_smtp._tls.good.example.sts.example.net", ValueAt(ended.Output, "_smtp._tls.good.example"));
    }

    [Theory]
    [InlineData("", "There is no zone that the names could lead to.")]
    [InlineData("delegation_zone = \"no zone\"", "dns.delegation_zone: ")]
    [InlineData("ttl = 0", "`dns.ttl` is `0`, which is no sensible TTL.")]
    [InlineData("server = \"ns.example.net\"", "`dns.server` is `ns.example.net`, which is no DNS server.")]
    public async Task Records_DelegatedWithoutASensibleConfiguration_SayWhatIsWrong(string setting, string said)
    {
        await using var place = await Workplace.OpenAsync();
        await File.WriteAllTextAsync(place.PathOf("strictpost.toml"), $"[dns]\n{setting}\n", Cancellation);

        var ended = await place.StrictPostAsync("records", "good.example", "--delegated");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_WithoutPolicyHostOrReports_SayWhatIsMissing()
    {
        await using var place = await Workplace.OpenAsync();

        var ended = await OfFileAsync(place, "--format", "json");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("--policy-host", ended.Error, StringComparison.Ordinal);
        Assert.Contains("policy_addresses", ended.Error, StringComparison.Ordinal);
        Assert.Contains("tls-reports@good.example", ended.Error, StringComparison.Ordinal);
        Assert.Equal(["_mta-sts.good.example", "_smtp._tls.good.example"], Names(ended.Output));
    }

    [Theory]
    [InlineData("2026-03-01T12:00:00Z")]
    [InlineData("2026-03-01T13:00:00+01:00")]
    [InlineData("1772366400")]
    public async Task Id_WithATime_IsReproducible(string time)
    {
        await using var place = await Workplace.OpenAsync();

        var ended = await OfFileAsync(place, "--format", "json", "--changed", time);

        Assert.Equal(PolicyId.Create(Body, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)), Id(ended.Output));
    }

    [Fact]
    public async Task Id_WithoutATime_IsDatedByTheFile()
    {
        await using var place = await Workplace.OpenAsync();
        await WriteBodyAsync(place);
        File.SetLastWriteTimeUtc(place.PathOf("mta-sts.txt"), new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc));

        var ended = await place.StrictPostAsync("records", "good.example", "--policy", "mta-sts.txt", "--format", "json");

        Assert.StartsWith("20260301120000", Id(ended.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Id_ThatFitsTheBody_Stays()
    {
        await using var place = await Workplace.OpenAsync();
        string fits = PolicyId.Create(Body, DateTimeOffset.UnixEpoch.AddYears(40));
        string stranger = PolicyId.Create(Body + "x: y\r\n", DateTimeOffset.UnixEpoch.AddYears(40));

        Assert.Equal(fits, Id((await OfFileAsync(place, "--format", "json", "--current-id", fits)).Output));
        Assert.DoesNotContain(stranger, Id((await OfFileAsync(place, "--format", "json", "--current-id", stranger)).Output), StringComparison.Ordinal);
        Assert.Equal(19, Id((await OfFileAsync(place, "--format", "json", "--current-id", "20240101")).Output).Length);
    }

    [Fact]
    public async Task Id_InDns_StaysWhenItFitsTheBody()
    {
        string fits = PolicyId.Create(Body, DateTimeOffset.UnixEpoch.AddYears(40));
        await using var place = await Workplace.OpenAsync(LabDomain.Healthy("good.example") with { Record = $"v=STSv1; id={fits};" });

        Assert.Equal(fits, Id((await OfFileAsync(place, ["--format", "json", "--keep-published-id", .. place.Network])).Output));

        place.Lab.Set(LabDomain.Healthy("good.example").With(new DnsFault.ServerFailure()));
        var ended = await OfFileAsync(place, ["--format", "json", "--keep-published-id", "--changed", "0", .. place.Network]);
        Assert.StartsWith("19700101000000", Id(ended.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_OfRecords_EndsWithTheOrderOfSteps()
    {
        await using var place = await Workplace.OpenAsync();

        var ended = await OfFileAsync(place, "--policy-host", "policies.example.net");

        string[] lines = ended.Output.TrimEnd().Split('\n');
        Assert.StartsWith("NAME", lines[0], StringComparison.Ordinal);
        Assert.Equal(["1.", "2.", "3.", "4."], lines[^4..].Select(line => line[..2]).ToArray());
        Assert.Contains("Wait until", lines[^3], StringComparison.Ordinal);
        Assert.Contains("_mta-sts.good.example", lines[^2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("records good.example", 1, "domain add")]
    [InlineData("records good.example --policy none.txt", 2, "none.txt")]
    [InlineData("records good.example --policy bad.txt", 1, "lint")]
    [InlineData("records good.example --policy mta-sts.txt --ttl 0", 2, "TTL")]
    [InlineData("records good.example --policy mta-sts.txt --address 1.2.3", 2, "--policy-host")]
    [InlineData("records good.example --policy mta-sts.txt --zone else.example", 2, "zone")]
    [InlineData("records good.example --policy mta-sts.txt --changed yesterday", 2, "2026-03-01T12:00:00Z")]
    [InlineData("records good.example --policy mta-sts.txt --wait-served 15", 2, "15m")]
    [InlineData("records good.example --policy mta-sts.txt --wait-served 2d", 2, "15m")]
    [InlineData("records good.example --policy mta-sts.txt --dns localhost:53", 2, "127.0.0.1:5353")]
    [InlineData("records good.example --policy mta-sts.txt --wait-served 1s --ca mta-sts.txt", 2, "PEM")]
    [InlineData("records good.example --policy mta-sts.txt --format bind", 2, "zone")]
    [InlineData("records mta-sts..example --policy mta-sts.txt", 2, "empty label")]
    public async Task Records_ThatCannotBe_SayWhatToMend(string commandLine, int exitCode, string expected)
    {
        await using var place = await Workplace.OpenAsync();
        await WriteBodyAsync(place);
        await File.WriteAllTextAsync(place.PathOf("bad.txt"), "version: STSv1\nmode: enforce\n", Cancellation);

        var ended = await place.StrictPostAsync(commandLine.Split(' '));

        Assert.True(exitCode == ended.ExitCode, $"{ended.ExitCode}: {ended.Error}");
        Assert.Equal("", ended.Output);
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitServed_WhenTheBodyIsServed_PrintsTheRecords()
    {
        await using var place = await Workplace.OpenAsync(LabDomain.Healthy("good.example").WithPolicy(Body));

        var ended = await OfFileAsync(place, ["--format", "json", "--wait-served", "1m", .. place.Network]);

        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.NotEmpty(Id(ended.Output));
    }

    [Fact]
    public async Task WaitServed_InTheEnd_SaysWhatWasSeenAndPrintsNothing()
    {
        var good = LabDomain.Healthy("good.example").WithPolicy(Body);
        await using var place = await Workplace.OpenAsync(good);
        (LabDomain Domain, string Expected)[] cases =
        [
            (good.WithPolicy(Body.Replace("testing", "enforce", StringComparison.Ordinal)), "line 2 is `mode: enforce`, and should be `mode: testing`"),
            (good.WithPolicy(Body.Replace("\r\n", "\n", StringComparison.Ordinal)), "only its line ends differ"),
            (good.With(new HttpFault.Status(404)), "status 404"),
            (good.With(new HttpFault.Redirect(302, "https://else.example/")), "redirects with status 302"),
            (good.With(TlsFault.WrongName), "shows a certificate that is for"),
            (good.With(new DnsFault.NameError(DnsPlace.PolicyHost)), "does not exist (NXDOMAIN)"),
        ];

        foreach (var (domain, expected) in cases)
        {
            place.Lab.Set(domain);
            var ended = await OfFileAsync(place, ["--wait-served", "1s", .. place.Network]);
            Assert.Equal((3, ""), (ended.ExitCode, ended.Output));
            Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
        }
    }

    private static async Task<Ended> OfFileAsync(Workplace place, params string[] options)
    {
        await WriteBodyAsync(place);
        return await place.StrictPostAsync(["records", "good.example", "--policy", "mta-sts.txt", .. options]);
    }

    private static Task WriteBodyAsync(Workplace place) => File.WriteAllTextAsync(place.PathOf("mta-sts.txt"), Body, Cancellation);

    private static string Id(string json) => StsRecord.Parse(ValueAt(json, "_mta-sts.good.example")).Value!.Id;

    private static string ValueAt(string json, string name)
    {
        using var records = JsonDocument.Parse(json);
        return records.RootElement.EnumerateArray().Single(record => record.GetProperty("name").GetString() == name).GetProperty("value").GetString()!;
    }

    private static string[] Names(string json)
    {
        using var records = JsonDocument.Parse(json);
        return [.. records.RootElement.EnumerateArray().Select(record => record.GetProperty("name").GetString()!)];
    }
}
