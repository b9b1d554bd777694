using System.Text;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Tls;

namespace StrictPost.EndToEnd.Tests.Checking;

/// <summary>What a world could say that wants to harm whoever looks at it.</summary>
internal static class HostileEvidence
{
    /// <summary>A terminal's commands, markup, quotes of every format, what turns text round, half an emoji's worth, and a lot of it.</summary>
    public const string Text =
        "\u001b[31m\u001b]0;owned\u0007\r\n\0</script><script>alert(1)</script>\"'`&lt;]]>--><![CDATA[ [red]x[/] {value} \\ \" } \u202e\u2028\u0085\ufeff\uffff\ud83d\ude00";

    public static DomainEvidence Everywhere()
    {
        var healthy = SampleEvidence.Healthy();
        string body = $"version: STSv1\nmode: enforce\nmx: {Text}\nmax_age: 604800\n{Text}: {Text}\n";
        var host = healthy.MailHosts[0];
        return healthy with
        {
            Record = healthy.Record with { Found = [new TextData([Text]), new TextData([$"v=STSv1; id={Text};"])], Aliases = [Text], Detail = Text },
            TlsRpt = healthy.TlsRpt with { Found = [new TextData([$"v=TLSRPTv1; rua={Text}"])] },
            Mx = healthy.Mx with { Found = [.. healthy.Mx.Found, new MxRecord(30, Text)], Detail = Text },
            PolicyHost = healthy.PolicyHost with
            {
                Ipv4 = healthy.PolicyHost.Ipv4 with { Found = [Text, "192.0.2.1"], Aliases = [Text] },
                Ipv6 = healthy.PolicyHost.Ipv6 with { End = LookupEnd.ServerFailure, Detail = Text },
                Fetches =
                [
                    SampleEvidence.Fetch("192.0.2.1", "mta-sts.example.org", body) with { Tls = Session() },
                    SampleEvidence.Fetch(Text, "mta-sts.example.org", body),
                    Redirect(),
                    new FetchEvidence { Address = "192.0.2.3", At = SampleEvidence.At, End = new ConnectionEnd(ConnectionFault.TlsFailed, ConnectionPhase.Handshake) { Detail = Text } },
                ],
            },
            MailHosts =
            [
                host with { Probes = [host.Probes[0] with { Greeting = Text, Extensions = [Text, "STARTTLS"], Tls = Session() }] },
                healthy.MailHosts[1] with
                {
                    Probes = [new SmtpEvidence { Address = Text, At = SampleEvidence.At, End = new ConnectionEnd(ConnectionFault.Declined, ConnectionPhase.Greeting) { Detail = Text } }],
                },
            ],
            Authoritative = [new AuthoritativeEvidence { Server = Text, Address = Text, Record = healthy.Record with { Found = [new TextData([Text])] } }],
        };
    }

    /// <summary>The same, each text a hundred thousand characters long.</summary>
    public static DomainEvidence Huge()
    {
        string written = Encoding.UTF8.GetString(EvidenceFile.Write(new SavedCheck(Everywhere(), Protocol.Checking.CheckContext.Default), indented: false));
        byte[] larger = Encoding.UTF8.GetBytes(written.Replace("[red]x[/]", new string('A', 100_000), StringComparison.Ordinal));
        return EvidenceFile.Read(larger).Check!.Evidence;
    }

    private static FetchEvidence Redirect() => SampleEvidence.Fetch("192.0.2.2", "mta-sts.example.org", "") with
    {
        Http = new HttpEvidence { Status = 302, Fields = [new HttpField("Location", Text), new HttpField("Content-Type", Text)], Body = Encoding.UTF8.GetBytes(Text) },
    };

    private static TlsEvidence Session() => new()
    {
        Version = Text,
        Cipher = Text,
        Chain = [new CertificateEvidence { DnsIds = [Text, $"{Text}.example"], CommonName = Text, Issuer = Text, NotAfter = SampleEvidence.At.AddDays(3), Der = new byte[] { 1 } }],
        ChainFaults = [CertificateFault.SelfSigned],
    };
}
