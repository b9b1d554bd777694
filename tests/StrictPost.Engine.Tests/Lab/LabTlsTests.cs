using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Lab;
using StrictPost.Lab.Https;
using StrictPost.Lab.World;

namespace StrictPost.Engine.Tests.Lab;

/// <summary>The TLS of the lab's policy hosts, seen through SslStream.</summary>
public sealed class LabTlsTests : IAsyncLifetime
{
    private const string Host = "mta-sts.example.test";

    private static readonly LabDomain Healthy = LabDomain.Healthy("example.test");

    private RunningLab _lab = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _lab = await RunningLab.StartAsync(LabWorld.Empty.With(Healthy), TimeProvider.System, Cancellation);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(TlsFault.None, SslPolicyErrors.None, X509ChainStatusFlags.NoError)]
    [InlineData(TlsFault.WildcardCertificate, SslPolicyErrors.None, X509ChainStatusFlags.NoError)]
    [InlineData(TlsFault.WrongName, SslPolicyErrors.RemoteCertificateNameMismatch, X509ChainStatusFlags.NoError)]
    [InlineData(TlsFault.Expired, SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid)]
    [InlineData(TlsFault.ExpiringSoon, SslPolicyErrors.None, X509ChainStatusFlags.NoError)]
    [InlineData(TlsFault.Unsuitable, SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotValidForUsage)]
    [InlineData(TlsFault.NotYetValid, SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.NotTimeValid)]
    [InlineData(TlsFault.SelfSigned, SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.UntrustedRoot)]
    [InlineData(TlsFault.UntrustedAuthority, SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.PartialChain)]
    public async Task Certificate_WithFaultOrdered_HasThatFaultAndNoOther(
        TlsFault fault, SslPolicyErrors errors, X509ChainStatusFlags chainStatus)
    {
        _lab.Set(Healthy.With(fault));

        var sight = await LabClients.LookAsync(_lab, Host, Cancellation);

        Assert.Equal((errors, chainStatus), (sight.Errors, sight.ChainStatus));
    }

    [Fact]
    public async Task Wildcard_Ordered_NamesTheHostOnlyByItsStar()
    {
        _lab.Set(Healthy.With(TlsFault.WildcardCertificate));

        var sight = await LabClients.LookAsync(_lab, Host, Cancellation);

        Assert.False(sight.Certificate.MatchesHostname(Host, allowWildcards: false, allowCommonName: false));
        Assert.True(sight.Certificate.MatchesHostname(Host, allowWildcards: true, allowCommonName: false));
    }

    [Fact]
    public async Task NameOnlyInSubject_Ordered_HasNoAlternativeName()
    {
        _lab.Set(Healthy.With(TlsFault.NameOnlyInSubject));

        var sight = await LabClients.LookAsync(_lab, Host, Cancellation);

        Assert.Equal(X509ChainStatusFlags.NoError, sight.ChainStatus);
        Assert.True(sight.Certificate.MatchesHostname(Host, allowWildcards: false, allowCommonName: true));
        Assert.False(sight.Certificate.MatchesHostname(Host, allowWildcards: false, allowCommonName: false));
    }

    [Fact]
    public async Task Expired_Ordered_EndedBeforeNowAndNotYetValidStartsAfter()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        _lab.Set(Healthy.With(TlsFault.Expired));
        var expired = await LabClients.LookAsync(_lab, Host, Cancellation);
        _lab.Set(Healthy.With(TlsFault.NotYetValid));
        var early = await LabClients.LookAsync(_lab, Host, Cancellation);

        Assert.True(expired.Certificate.NotAfter.ToUniversalTime() < now);
        Assert.True(early.Certificate.NotBefore.ToUniversalTime() > now);
    }

    [Theory]
    [InlineData(TlsFault.HandshakeRefused, Host, "handshake failure")]
    [InlineData(TlsFault.OldProtocol, Host, "protocol version")]
    [InlineData(TlsFault.NoCertificate, Host, "unrecognized name")]
    [InlineData(TlsFault.None, "mta-sts.unknown.test", "unrecognized name")]
    [InlineData(TlsFault.None, "example.test", "unrecognized name")]
    public async Task Handshake_Refused_TellsTheClientWhy(TlsFault fault, string host, string reason)
    {
        _lab.Set(Healthy.With(fault));

        var refusal = await Assert.ThrowsAsync<AuthenticationException>(() => LabClients.LookAsync(_lab, host, Cancellation));

        Assert.Contains(reason, refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LabChain.WithIntermediate, SslPolicyErrors.None, X509ChainStatusFlags.NoError)]
    [InlineData(LabChain.IntermediateMissing, SslPolicyErrors.RemoteCertificateChainErrors, X509ChainStatusFlags.PartialChain)]
    public async Task Chain_UnderAnIntermediate_HoldsWhenThatIsSent(LabChain chain, SslPolicyErrors errors, X509ChainStatusFlags status)
    {
        _lab.Set(Healthy with { Chain = chain });

        var sight = await LabClients.LookAsync(_lab, Host, Cancellation);

        Assert.Equal((errors, status), (sight.Errors, sight.ChainStatus));
    }

    [Theory]
    [InlineData(TlsFault.NotSpoken)]
    [InlineData(TlsFault.Closed)]
    public async Task Handshake_NotAnswered_EndsWithoutAnAlert(TlsFault fault)
    {
        _lab.Set(Healthy.With(fault));

        var end = await Assert.ThrowsAnyAsync<Exception>(() => LabClients.LookAsync(_lab, Host, Cancellation));

        Assert.Equal(fault is TlsFault.Closed, end is IOException);
    }

    [Fact]
    public async Task Handshake_NeverAnswered_WaitsUntilTheClientGivesUp()
    {
        _lab.Set(Healthy.With(TlsFault.NoAnswer));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var look = LabClients.LookAsync(_lab, Host, patience.Token);
        await _lab.Handshakes.FirstAsync(_ => true, Cancellation);
        Assert.False(look.IsCompleted);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => look);
    }

    [Fact]
    public async Task Certificate_OfAGroup_IsTheSameForAllItsHosts()
    {
        var group = new LabCertificate("hosting-1", [Host, "mta-sts.other.test"]);
        _lab.Change(world => world.With(Healthy with { Certificate = group }, LabDomain.Healthy("other.test") with { Certificate = group }));

        var one = await LabClients.LookAsync(_lab, Host, Cancellation);
        var other = await LabClients.LookAsync(_lab, "mta-sts.other.test", Cancellation);

        Assert.Equal((SslPolicyErrors.None, SslPolicyErrors.None), (one.Errors, other.Errors));
        Assert.Equal(one.Certificate.SerialNumber, other.Certificate.SerialNumber);
    }

    [Fact]
    public async Task Handshakes_AfterOne_HoldTheServerName()
    {
        await LabClients.LookAsync(_lab, Host, Cancellation);

        Assert.Equal([new Handshake(Host, OverIpv6: false)], _lab.Handshakes.Entries);
    }

    [Fact]
    public async Task Certificate_ShownTwice_IsTheSame()
    {
        var first = await LabClients.LookAsync(_lab, Host, Cancellation);
        var second = await LabClients.LookAsync(_lab, Host, Cancellation);

        Assert.Equal(first.Certificate.SerialNumber, second.Certificate.SerialNumber);
    }
}
