using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DnsClient;
using DnsClient.Protocol;
using StrictPost.Lab;
using StrictPost.Lab.World;

namespace StrictPost.Engine.Tests.Lab;

/// <summary>TLSA and the AD bit, seen through DnsClient.</summary>
public sealed class LabTlsaTests : IAsyncLifetime
{
    private const string Host = "mx.example.test";
    private const string TlsaName = "_25._tcp." + Host;

    private RunningLab _lab = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _lab = await RunningLab.StartAsync(LabWorld.Healthy("example.test"), TimeProvider.System, Cancellation);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Tlsa_OfTheHost_HoldsTheCertificateItShows()
    {
        _lab.Set(new LabMailHost(Host).WithDane(LabTlsa.Of(3, 1, 1), LabTlsa.Of(3, 0, 2), LabTlsa.Of(3, 0, 0)));
        var shown = await ShownAsync();

        Assert.Equal(
            [
                Text(3, 1, 1, SHA256.HashData(shown.PublicKey.ExportSubjectPublicKeyInfo())),
                Text(3, 0, 2, SHA512.HashData(shown.RawData)),
                Text(3, 0, 0, shown.RawData),
            ],
            await TlsaAsync());
    }

    [Fact]
    public async Task Tlsa_OfTheIssuer_HoldsTheRootOrTheIntermediate()
    {
        using var root = X509Certificate2.CreateFromPem(_lab.RootPem);
        string ofRoot = Text(2, 0, 1, SHA256.HashData(root.RawData));
        _lab.Set(new LabMailHost(Host).WithDane(LabTlsa.Of(2, 0, 1)));
        Assert.Equal([ofRoot], await TlsaAsync());

        _lab.Set(new LabMailHost(Host) { Chain = LabChain.WithIntermediate }.WithDane(LabTlsa.Of(2, 0, 1), LabTlsa.OfRoot(0, 1)));
        string[] records = await TlsaAsync();

        Assert.NotEqual(ofRoot, records[0], StringComparer.Ordinal);
        Assert.Equal(ofRoot, records[1]);
    }

    [Fact]
    public async Task Tlsa_WrongOrMalformed_FitsNothing()
    {
        _lab.Set(new LabMailHost(Host).WithDane(LabTlsa.Wrong(3, 1, 1), LabTlsa.Malformed(3, 1, 1), LabTlsa.Raw(9, 8, 7, new byte[] { 6 })));
        var shown = await ShownAsync();

        string[] records = await TlsaAsync();

        Assert.NotEqual(Text(3, 1, 1, SHA256.HashData(shown.PublicKey.ExportSubjectPublicKeyInfo())), records[0], StringComparer.Ordinal);
        Assert.Equal(Text(3, 1, 1, new byte[32]).Length, records[0].Length);
        Assert.Equal([Text(3, 1, 1, [1, 2, 3]), Text(9, 8, 7, [6])], records[1..]);
    }

    [Fact]
    public async Task Tlsa_AbsentOrPresent_MakesItsNameExist()
    {
        var absent = await AskAsync(TlsaName, QueryType.TLSA);
        Assert.Equal(DnsHeaderResponseCode.NotExistentDomain, absent.Header.ResponseCode);

        _lab.Set(new LabMailHost(Host).WithDane(LabTlsa.Of(3, 1, 1)));

        Assert.Equal(DnsHeaderResponseCode.NoError, (await AskAsync("_tcp." + Host, QueryType.TLSA)).Header.ResponseCode);
    }

    [Theory]
    [InlineData(false, Host, false)]
    [InlineData(true, Host, true)]
    [InlineData(true, TlsaName, true)]
    public async Task Authenticity_OfAMailHost_IsAsOrdered(bool signed, string name, bool expected)
    {
        _lab.Set(new LabMailHost(Host) { Signed = signed });

        Assert.Equal(expected, (await AskAsync(name, QueryType.A)).Header.IsAuthenticData);
    }

    [Theory]
    [InlineData("example.test")]
    [InlineData("_mta-sts.example.test")]
    [InlineData("nothing.example.test")]
    public async Task Authenticity_OfADomain_CoversTheNamesBelow(string name)
    {
        Assert.False((await AskAsync(name, QueryType.MX)).Header.IsAuthenticData);
        _lab.Change(world => world.ChangeDomain("example.test", domain => domain with { Signed = true }));

        Assert.True((await AskAsync(name, QueryType.MX)).Header.IsAuthenticData);
        Assert.False((await AskAsync(name, QueryType.MX, dnssec: false)).Header.IsAuthenticData);
    }

    [Fact]
    public async Task Authenticity_OfAnAlias_NeedsBothEndsSigned()
    {
        _lab.Set(new LabMailHost("real.example.test"));
        _lab.Set((new LabMailHost(Host) with { Signed = true }).With(new DnsFault.Alias("real.example.test", DnsPlace.MailHost)));
        Assert.False((await AskAsync(Host, QueryType.A)).Header.IsAuthenticData);

        _lab.Set(new LabMailHost("real.example.test") { Signed = true });

        Assert.True((await AskAsync(Host, QueryType.A)).Header.IsAuthenticData);
    }

    [Fact]
    public async Task ServerFailure_AtTlsa_LeavesTheAddressesAlone()
    {
        _lab.Set(new LabMailHost(Host).With(new DnsFault.ServerFailure(DnsPlace.Tlsa)));

        Assert.Equal(DnsHeaderResponseCode.ServerFailure, (await AskAsync(TlsaName, QueryType.TLSA)).Header.ResponseCode);
        Assert.Single((await AskAsync(Host, QueryType.A)).Answers.ARecords());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MailHost_WithoutAddress_IsMissingOrEmpty(bool exists)
    {
        _lab.Set(exists ? new LabMailHost(Host).With(new DnsFault.NoData(DnsPlace.MailHost)) : new LabMailHost(Host) { Addresses = [] });

        var answer = await AskAsync(Host, QueryType.A);

        Assert.Equal(exists ? DnsHeaderResponseCode.NoError : DnsHeaderResponseCode.NotExistentDomain, answer.Header.ResponseCode);
        Assert.Empty(answer.Answers);
    }

    private async Task<X509Certificate2> ShownAsync()
    {
        await using var talk = await LabClients.SmtpAsync(_lab, System.Net.IPAddress.Loopback, Cancellation);
        await talk.HearAsync();
        await talk.SayAsync("STARTTLS");
        await talk.StartTlsAsync(Host);
        return talk.Sight!.Certificate;
    }

    private async Task<string[]> TlsaAsync() => [.. (await AskAsync(TlsaName, QueryType.TLSA)).Answers.OfType<TlsaRecord>().Select(Text)];

    private static string Text(TlsaRecord record) => Text(
        (int)record.CertificateUsage, (int)record.Selector, (int)record.MatchingType, [.. record.CertificateAssociationData]);

    private static string Text(int usage, int selector, int matchingType, byte[] data) =>
        $"{usage} {selector} {matchingType} {Convert.ToHexString(data)}";

    private Task<IDnsQueryResponse> AskAsync(string name, QueryType type, bool dnssec = true) =>
        new LookupClient(new LookupClientOptions(_lab.DnsEndPoint) { UseCache = false, RequestDnsSecRecords = dnssec, ContinueOnDnsError = false })
            .QueryAsync(name, type, cancellationToken: Cancellation);
}
