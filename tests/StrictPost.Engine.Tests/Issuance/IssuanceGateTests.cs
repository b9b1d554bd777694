using System.Net;
using System.Text;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Issuance;
using StrictPost.Engine.Tests.Dns;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Issuance;

/// <summary>What DNS must say before an authority is asked.</summary>
public sealed class IssuanceGateTests
{
    private const string Host = "mta-sts.example.org";
    private const ushort A = 1;
    private const ushort Caa = 257;
    private const byte NoSuchName = 3;
    private const byte ServerFailure = 2;

    private static readonly Uri Account = new("https://ca.example/account/1");
    private static readonly IssuanceSettings Anywhere = new() { Authorities = [] };
    private static readonly IssuanceSettings Here = Anywhere with { PolicyAddresses = [IPAddress.Parse("192.0.2.1")] };
    private static readonly IssuanceSettings Alias = Anywhere with { PolicyHost = DomainName.Parse("policy.example.net").Value };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_AtOneOfOurAddresses_IsOpen() =>
        Assert.Null(await CheckAsync(Here, (name, type) => type == A ? new WireAnswer(0, WireRecord.Address(name, "192.0.2.1")) : new WireAnswer(0)));

    [Fact]
    public async Task Check_AliasOfOurPolicyHost_IsOpen() => Assert.Null(await CheckAsync(Alias, (name, type) => type == A
        ? new WireAnswer(0, WireRecord.Alias(name, "Policy.Example.net"), WireRecord.Address("Policy.Example.net", "198.51.100.1"))
        : new WireAnswer(0)));

    [Fact]
    public async Task Check_ElsewhereAndNowhere_SaysWhereItLeads()
    {
        var elsewhere = await CheckAsync(Here, (name, type) => type == A ? new WireAnswer(0, WireRecord.Address(name, "198.51.100.7")) : new WireAnswer(0));
        var nowhere = await CheckAsync(Here, (_, _) => new WireAnswer(NoSuchName));

        Assert.Equal((Setback.NotPointingHere, "192.0.2.1", "points to 198.51.100.7"), (elsewhere!.Code, elsewhere.Value, elsewhere.Detail));
        Assert.Equal((Setback.NotPointingHere, "does not exist (NXDOMAIN)"), (nowhere!.Code, nowhere.Detail));
        Assert.True(nowhere.IsNoAttempt);
    }

    [Fact]
    public async Task Check_WithoutAnyAnswer_DoesNotGuess() =>
        Assert.Equal(Setback.DnsUnanswered, (await CheckAsync(Here, (_, _) => new WireAnswer(ServerFailure)))!.Code);

    [Theory]
    [InlineData("", null)]
    [InlineData("mta-sts.example.org=ca.example example.org=other.example", null)]
    [InlineData("mta-sts.example.org=other.example example.org=ca.example", Setback.CaaForbids)]
    [InlineData("example.org=other.example", Setback.CaaForbids)]
    [InlineData("example.org=ca.example", null)]
    [InlineData("org=other.example", Setback.CaaForbids)]
    public async Task Check_CaaRecords_CountAtTheClosestName(string records, string? code)
    {
        var byName = records.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(record => record.Split('=')).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

        var setback = await CheckAsync(Anywhere, (name, type) => type == Caa && byName.TryGetValue(name.TrimEnd('.'), out string? issuer)
            ? new WireAnswer(0, Issue(name, issuer))
            : new WireAnswer(0));

        Assert.Equal(code, setback?.Code);
    }

    [Fact]
    public async Task Check_CaaThatCannotBeLookedUp_IsNoPermission() =>
        Assert.Equal(Setback.DnsUnanswered, (await CheckAsync(Anywhere, (name, _) => name.StartsWith("example", StringComparison.Ordinal) ? new WireAnswer(ServerFailure) : new WireAnswer(0)))!.Code);

    [Fact]
    public async Task Check_AuthorityWithoutIdentity_IsAskedWhateverCaaSays() =>
        Assert.Null(await CheckAsync(Anywhere, (name, type) => type == Caa ? new WireAnswer(0, Issue(name, "other.example")) : new WireAnswer(0), identity: null));

    private static WireRecord Issue(string name, string issuer) => new(name, Caa, [0, 5, .. Encoding.ASCII.GetBytes("issue"), .. Encoding.ASCII.GetBytes(issuer)]);

    private static async Task<Setback?> CheckAsync(IssuanceSettings settings, Func<string, ushort, WireAnswer?> answer, string? identity = "ca.example")
    {
        await using var server = new ScriptedDns(answer);
        var dns = new DnsLookups(server.EndPoint, new DnsSettings { Retries = 0 }, TimeProvider.System);
        var url = new Uri("https://ca.example/");
        var directory = new AcmeDirectory
        {
            NewNonce = url,
            NewAccount = url,
            NewOrder = url,
            RevokeCertificate = url,
            KeyChange = url,
            CaaIdentities = identity is null ? [] : [identity],
        };
        return await new IssuanceGate(dns, settings).CheckAsync(Host, directory, Account, Cancellation);
    }
}
