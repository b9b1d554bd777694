using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using StrictPost.Lab.Scenarios;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Tests.Lab;

public sealed class ScenarioFileTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void BuiltIn_All_SayWhatTheyShowAndExpect()
    {
        Assert.True(BuiltInScenarios.All.Count >= 80);
        Assert.All(BuiltInScenarios.All, scenario =>
        {
            Assert.EndsWith(".", scenario.Value.About, StringComparison.Ordinal);
            Assert.NotNull(scenario.Value.Expect);
            Assert.True(scenario.Value.World(Now).Domains.ContainsKey(scenario.Value.Domain));
        });
    }

    [Fact]
    public void Read_OfAnEmptyDomain_GivesAHealthyWorld()
    {
        var world = Read("""{ "about": "x", "domains": { "example.test": {} } }""").World(Now);

        var domain = world.Domains["example.test"];
        Assert.Equal("v=STSv1; id=20260301120000;", domain.Record);
        Assert.Contains("mode: enforce\r\nmx: mx.example.test\r\n", BodyOf(domain), StringComparison.Ordinal);
        Assert.Equal(new LabMailHost("mx.example.test"), Assert.Single(world.MailHosts.Values));
    }

    [Theory]
    [InlineData("{id}", "20260301120000")]
    [InlineData("{id-100d}", "20251221120000")]
    [InlineData("{other}", "{other}")]
    public void Record_WithTheNameOfAnId_HoldsThatId(string name, string expected)
    {
        var domain = Read($$"""{ "about": "x", "domains": { "example.test": { "record": "v=STSv1; id={{name}};" } } }""").World(Now).Domains["example.test"];

        Assert.Equal($"v=STSv1; id={expected};", domain.Record);
    }

    [Theory]
    [InlineData("{our-id}", true)]
    [InlineData("{stale-id}", false)]
    public void Record_WithAnIdOfOurForm_FitsTheBodyOrDoesNot(string name, bool fits)
    {
        var domain = Read($$"""{ "about": "x", "domains": { "example.test": { "record": "{{name}}" } } }""").World(Now).Domains["example.test"];

        Assert.NotNull(PolicyId.TimeOf(domain.Record!));
        Assert.Equal(fits, PolicyId.Fits(domain.Record!, BodyOf(domain)));
    }

    [Fact]
    public void Read_OfEverything_GivesWhatItSays()
    {
        var scenario = Read("""
            {
              // comments and trailing commas are fine
              "about": "x", "ipv6": true,
              "domains": { "example.test": {
                "mx": ["5 a.test", "b.test", "c.test"], "mode": "testing", "maxAge": 60, "mxPatterns": ["*.test"], "signed": true, "ttl": 7, "tls": "old-protocol",
                "chain": "with-intermediate", "certificateNames": ["x.test"], "tlsRpt": null, "policyHostAddresses": ["closed", "::1"],
                "policyAtSecondAddress": ["one", "two"], "dns": [{ "fault": "alias", "at": "policy-host", "target": "t.test" }],
                "http": [{ "fault": "redirect", "code": 302, "location": "/" }, { "fault": "media-type", "value": null }],
                "nameServers": { "ns1.test": {}, "ns2.test": { "addresses": [], "dns": [{ "fault": "refused", "at": "record" }] } }, } },
              "mailHosts": {
                "b.test": null,
                "c.test": { "smtp": [{ "fault": "closed", "at": "ehlo" }], "tlsa": ["3 1 1", "2 0 1 root", "3 1 1 wrong", "3 1 1 00FF"],
                  "dns": [{ "fault": "server-failure", "at": "tlsa" }] } },
              "check": { "previousMx": ["old.test"], "authoritative": true, "noSmtp": false },
              "expect": { "verdict": "testing-only", "codes": ["b", "a", "b"] },
            }
            """);
        var world = scenario.World(Now);
        var domain = world.Domains["example.test"];
        var host = world.MailHosts["c.test"];

        Assert.True(world.MailHosts.ContainsKey("a.test") && world.MailHosts.ContainsKey("c.test") && world.MailHosts.Count == 2);
        Assert.Equal([new LabMx(5, "a.test"), new LabMx(10, "b.test"), new LabMx(10, "c.test")], domain.Mx);
        Assert.Equal("version: STSv1\r\nmode: testing\r\nmx: *.test\r\nmax_age: 60\r\n", BodyOf(domain));
        Assert.Equal("one\r\ntwo\r\n", Encoding.UTF8.GetString(domain.PolicyAtSecondAddress!.Value.Span));
        Assert.Equal((true, 7, TlsFault.OldProtocol, LabChain.WithIntermediate), (domain.Signed, domain.TimeToLive, domain.TlsFault, domain.Chain));
        Assert.Null(domain.TlsRptRecord);
        Assert.True(world.Ipv6);
        Assert.Equal(["x.test"], domain.Certificate!.Names);
        Assert.Equal(LabAddresses.Closed, domain.PolicyHostAddresses!.Value[0]);
        Assert.Equal([new DnsFault.Alias("t.test", DnsPlace.PolicyHost)], domain.DnsFaults);
        Assert.Equal([new HttpFault.Redirect(302, "/"), new HttpFault.MediaType(null)], domain.HttpFaults);
        Assert.Equal(["ns1.test", "ns2.test"], domain.NameServers.Select(server => server.Name), StringComparer.Ordinal);
        Assert.Equal([new DnsFault.Refused()], domain.NameServers[1].DnsFaults);
        Assert.Equal([new SmtpFault.Closed(SmtpStage.Ehlo)], host.SmtpFaults);
        Assert.Equal([TlsaSource.HostCertificate, TlsaSource.Root, TlsaSource.Nothing, TlsaSource.Literal], host.Tlsa.Select(record => record.Source));
        Assert.Equal(["--previous-mx", "old.test", "--authoritative"], scenario.Options);
        Assert.Equal("testing-only", scenario.Expect!.Verdict);
        Assert.Equal(["a", "b", "b"], scenario.Expect.Codes);
    }

    [Theory]
    [InlineData("{", "line 1, byte 2: this is not JSON")]
    [InlineData("[]", "the file: must be an object in braces")]
    [InlineData("""{ "about": "x" }""", "the file: needs `domains`, with at least one")]
    [InlineData("""{ "about": "x", "domains": {}, "hosts": 1 }""", "hosts: is not known here; there are: $schema, about, domains,")]
    [InlineData("""{ "about": "x", "domains": { "a.test": { "tls": "Expired" } } }""", "domains.a.test.tls: `Expired` is none of: none, wildcard-certificate,")]
    [InlineData("""{ "about": "x", "domains": { "a.test": { "mx": ["a b c"] } } }""", "domains.a.test.mx[0]: must be a host, or a preference and a host")]
    [InlineData("""{ "about": "x", "domains": { "a.test": { "policy": "", "mode": "none" } } }""", "domains.a.test: has both `policy` and parts of one")]
    [InlineData("""{ "about": "x", "domains": { "a.test": { "http": [{ "fault": "redirect" }] } } }""", "domains.a.test.http[0]: needs `code`")]
    [InlineData("""{ "about": "x", "domains": { "a.test": { "dns": [{ "fault": "refused", "at": "tlsa" }] } } }""", "domains.a.test.dns[0].at: is no place of this kind")]
    [InlineData("""{ "about": "x", "domains": { "a.test": { "ttl": 1, "ttl": 2 } } }""", "domains.a.test.ttl: stands there twice")]
    [InlineData("""{ "about": "x", "domains": { "a.test": {} }, "mailHosts": { "b": { "tlsa": ["3 1 1 xyz"] } } }""", "mailHosts.b.tlsa[0]: its data must be")]
    [InlineData("""{ "about": "x", "domains": { "a.test": {} }, "check": { "domain": "b.test" } }""", "check.domain: is none of `domains`")]
    public void Read_OfAMistake_SaysWhereAndWhat(string file, string problem) =>
        Assert.StartsWith(problem, ScenarioFile.Read(Encoding.UTF8.GetBytes(file)).Problem, StringComparison.Ordinal);

    [Fact]
    public void Read_OfTooLargeAFile_IsRefused() =>
        Assert.Equal("the file is larger than 1048576 bytes", ScenarioFile.Read(new byte[ScenarioFile.LargestFile + 1]).Problem);

    [Fact]
    public void Schema_OfEnumerations_HoldsTheirValues()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(SchemaPath()));
        var parts = schema.RootElement.GetProperty("$defs");

        Assert.All(Values(parts.GetProperty("tls")), value => Read($$"""{ "about": "x", "domains": { "a.test": { "tls": "{{value}}" } } }"""));
        Assert.Equal(Enum.GetValues<TlsFault>().Length, Values(parts.GetProperty("tls")).Length);
        Assert.Equal(Enum.GetValues<LabChain>().Length, Values(parts.GetProperty("chain")).Length);
        Assert.Equal(Enum.GetValues<DnsPlace>().Length, Values(parts.GetProperty("dnsFault").GetProperty("properties").GetProperty("at")).Length);
        Assert.Equal(Enum.GetValues<SmtpStage>().Length, Values(parts.GetProperty("smtpFault").GetProperty("properties").GetProperty("at")).Length);
    }

    private static string[] Values(JsonElement part) => [.. part.GetProperty("enum").EnumerateArray().Select(value => value.GetString()!)];

    private static string SchemaPath([CallerFilePath] string self = "") =>
        Path.Combine(Path.GetDirectoryName(self)!, "../../../src/StrictPost.Lab/Scenarios/scenario.schema.json");

    private static string BodyOf(LabDomain domain) => Encoding.UTF8.GetString(domain.Policy!.Value.Span);

    private static Scenario Read(string file)
    {
        var (scenario, problem) = ScenarioFile.Read(Encoding.UTF8.GetBytes(file));
        Assert.Null(problem);
        return scenario!;
    }
}
