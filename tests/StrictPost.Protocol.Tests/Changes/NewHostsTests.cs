using System.Collections.Immutable;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Changes;

/// <summary>Hosts prove themselves before mail is led to them.</summary>
public sealed class NewHostsTests
{
    private static readonly DomainName Domain = DomainName.Parse("example.org").Value!;
    private static readonly DomainName Host = DomainName.Parse("mx9.example.net").Value!;
    private static readonly StsPolicy Enforced = ChangeScene.Policy(PolicyMode.Enforce, "mx1.example.org");

    [Theory]
    [InlineData("mx9.example.net", "")]
    [InlineData("*.example.net", "")]
    [InlineData("other.example.net", "change-host-not-proven")]
    [InlineData(null, "change-host-not-proven")]
    public void Judge_HostWithOrWithoutAProof_SaysWhatSendersWouldDo(string? certified, string expected) =>
        Assert.Equal(expected, Codes(NewHosts.Judge(Domain, [Seen(Probe(certified))])));

    [Fact]
    public void Judge_HostThatDoesNotAnswer_IsNotTakenForGranted()
    {
        var silent = new SmtpEvidence { Address = "192.0.2.9", End = new ConnectionEnd(ConnectionFault.TimedOut, ConnectionPhase.Connecting) };

        Assert.Equal("change-host-not-asked", Codes(NewHosts.Judge(Domain, [Seen(silent)])));
    }

    [Fact]
    public void Judge_OneBadAddressAmongTwo_Counts() =>
        Assert.Equal("change-host-not-proven", Codes(NewHosts.Judge(Domain, [Seen(Probe("mx9.example.net"), Probe(null))])));

    [Fact]
    public void Advance_MoveToAHostThatProvesNothing_IsBlockedUntilItDoes()
    {
        var wide = ChangeScene.Policy(PolicyMode.Enforce, "mx1.example.org", "mx9.example.net");
        var (change, facts) = AtMove(wide);

        var unasked = ChangeMachine.Advance(change, facts);
        var blocked = ChangeMachine.Advance(change, facts with { NewHosts = NewHosts.Judge(Domain, [Seen(Probe(null))]) });
        var silent = ChangeMachine.Advance(change, facts with { NewHosts = [ChangeFindings.HostNotAsked.On(Host.Ascii)] });
        var proven = ChangeMachine.Advance(change, facts with { NewHosts = [] });
        var overridden = ChangeMachine.Advance(change with { Override = "tested from elsewhere" }, facts);

        Assert.Equal("change-not-seen", ChangeScene.Codes(unasked.Next));
        Assert.Equal("change-host-not-proven", ChangeScene.Codes(Assert.IsType<StepOutcome.Blocked>(blocked.Next)));
        Assert.Equal("change-host-not-asked", ChangeScene.Codes(Assert.IsType<StepOutcome.Wait>(silent.Next)));
        Assert.IsType<StepOutcome.Act>(proven.Next);
        Assert.IsType<StepOutcome.Act>(overridden.Next);
    }

    /// <summary>A move whose wide policy is served and announced, and whose horizon has passed.</summary>
    private static (Change Change, ChangeFacts Facts) AtMove(StsPolicy wide)
    {
        var change = ChangeScene.Plan(new ChangeRequest.Move(ChangeScene.NewHosts, []), Enforced);
        var marks = Enumerable.Range(0, change.Steps.IndexOf(change.Steps.OfType<ChangeStep.MoveMail>().Single()))
            .Select(_ => new StepMark(ChangeScene.Start, "2026050312000012345"));
        var facts = ChangeScene.Facts(wide) with { Now = ChangeScene.Start.AddDays(30) };
        return (change with { Marks = [.. marks] }, facts);
    }

    private static string Codes(ImmutableArray<Finding> findings) => string.Join(' ', findings.Select(finding => finding.Code));

    private static SmtpEvidence Probe(string? certified) => new()
    {
        Address = "192.0.2.9",
        Extensions = ["mx9", "STARTTLS"],
        Tls = certified is null ? null : new TlsEvidence
        {
            Version = "TLS 1.3",
            Cipher = "TLS_AES_128_GCM_SHA256",
            Chain = [new CertificateEvidence { DnsIds = [certified], Issuer = "CN=Test", NotBefore = ChangeScene.Start, NotAfter = ChangeScene.Start.AddDays(90) }],
        },
    };

    private static MailHostEvidence Seen(params ImmutableArray<SmtpEvidence> probes) => new()
    {
        Host = Host,
        Ipv4 = new Lookup<string> { Name = Host.Ascii, Type = "A", End = LookupEnd.Answered, Found = ["192.0.2.9"] },
        Ipv6 = new Lookup<string> { Name = Host.Ascii, Type = "AAAA", End = LookupEnd.NoData },
        Tlsa = new Lookup<TlsaRecord> { Name = $"_25._tcp.{Host}", Type = "TLSA", End = LookupEnd.NoSuchName },
        Probes = probes,
    };
}
