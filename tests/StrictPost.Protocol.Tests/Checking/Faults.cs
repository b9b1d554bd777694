using System.Collections.Immutable;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Tests.Checking;

/// <summary>Changes to evidence, each of which gives new evidence.</summary>
internal static class Faults
{
    public static DomainEvidence WithRecord(this DomainEvidence seen, params string[] texts) =>
        seen with { Record = HealthyWorld.Text(seen.Record.Name, texts) };

    public static DomainEvidence WithRecordEnd(this DomainEvidence seen, LookupEnd end, params ImmutableArray<string> aliases) =>
        seen with { Record = seen.Record.Ended(end, aliases) };

    public static DomainEvidence WithTlsRpt(this DomainEvidence seen, params string[] texts) =>
        seen with { TlsRpt = HealthyWorld.Text(seen.TlsRpt.Name, texts) };

    public static DomainEvidence WithTlsRptEnd(this DomainEvidence seen, LookupEnd end, params ImmutableArray<string> aliases) =>
        seen with { TlsRpt = seen.TlsRpt.Ended(end, aliases) };

    public static DomainEvidence WithPolicy(this DomainEvidence seen, string body) =>
        seen.WithFetches(fetch => fetch with { Http = HealthyWorld.Answer(body) });

    /// <summary>A policy in mode enforce with these patterns.</summary>
    public static DomainEvidence WithPatterns(this DomainEvidence seen, params string[] patterns) =>
        seen.WithPolicy($"version: STSv1\nmode: enforce\n{string.Concat(patterns.Select(mx => $"mx: {mx}\n"))}max_age: 2592000\n");

    public static DomainEvidence WithMode(this DomainEvidence seen, PolicyMode mode) =>
        seen.WithPolicy(HealthyWorld.Policy.Replace("enforce", mode.ToText(), StringComparison.Ordinal));

    public static DomainEvidence WithPolicyHost(this DomainEvidence seen, Func<PolicyHostEvidence, PolicyHostEvidence> change) =>
        seen with { PolicyHost = change(seen.PolicyHost) };

    /// <summary>No address, and so no fetch.</summary>
    public static DomainEvidence WithPolicyHostEnd(this DomainEvidence seen, LookupEnd end, params ImmutableArray<string> aliases) =>
        seen.WithPolicyHost(host => host with { Ipv4 = host.Ipv4.Ended(end, aliases), Ipv6 = host.Ipv6.Ended(end, aliases), Fetches = [] });

    public static DomainEvidence WithPolicyHostAlias(this DomainEvidence seen, string target) =>
        seen.WithPolicyHost(host => host with { Ipv4 = host.Ipv4 with { Aliases = [target] }, Ipv6 = host.Ipv6 with { Aliases = [target] } });

    public static DomainEvidence WithFetches(this DomainEvidence seen, Func<FetchEvidence, FetchEvidence> change) =>
        seen.WithPolicyHost(host => host with { Fetches = [.. host.Fetches.Select(change)] });

    /// <summary>Changes the fetch from the IPv6 address only.</summary>
    public static DomainEvidence WithSecondFetch(this DomainEvidence seen, Func<FetchEvidence, FetchEvidence> change) =>
        seen.WithFetches(fetch => fetch == seen.PolicyHost.Fetches[^1] ? change(fetch) : fetch);

    public static DomainEvidence WithAnswer(this DomainEvidence seen, HttpEvidence answer) => seen.WithFetches(fetch => fetch with { Http = answer });

    public static DomainEvidence WithStatus(this DomainEvidence seen, int status) =>
        seen.WithAnswer(HealthyWorld.Answer("<html>no</html>", "text/html", status));

    public static FetchEvidence Ending(this FetchEvidence fetch, ConnectionFault fault, ConnectionPhase phase, int? alert = null) => fetch with
    {
        Tls = phase < ConnectionPhase.Headers ? null : fetch.Tls,
        Http = phase < ConnectionPhase.Body ? null : fetch.Http,
        End = new ConnectionEnd(fault, phase) { Alert = alert, Detail = "as seen" },
    };

    public static DomainEvidence WithFetchEnd(this DomainEvidence seen, ConnectionFault fault, ConnectionPhase phase, int? alert = null) =>
        seen.WithFetches(fetch => fetch.Ending(fault, phase, alert));

    public static DomainEvidence WithFetchTls(this DomainEvidence seen, Func<TlsEvidence, TlsEvidence> change) =>
        seen.WithFetches(fetch => fetch with { Tls = change(fetch.Tls!) });

    public static DomainEvidence WithMx(this DomainEvidence seen, params string[] hosts) => seen with
    {
        Mx = HealthyWorld.Found("example.org", "MX", [.. hosts.Select((host, i) => new MxRecord(10 * (i + 1), host))]),
        MailHosts = [.. hosts.Where(host => DomainName.TryParse(host, out _)).Select((host, i) => HealthyWorld.MailHost(host, 11 + i))],
    };

    /// <summary>No MX record, so the domain itself is the mail host.</summary>
    public static DomainEvidence WithoutMx(this DomainEvidence seen) =>
        seen.WithMx("example.org") with { Mx = seen.Mx.Ended(LookupEnd.NoData) };

    public static DomainEvidence WithMailHosts(this DomainEvidence seen, Func<MailHostEvidence, MailHostEvidence> change) =>
        seen with { MailHosts = [.. seen.MailHosts.Select(change)] };

    /// <summary>Changes the first mail host only.</summary>
    public static DomainEvidence WithFirstHost(this DomainEvidence seen, Func<MailHostEvidence, MailHostEvidence> change) =>
        seen with { MailHosts = [change(seen.MailHosts[0]), .. seen.MailHosts.Skip(1)] };

    /// <summary>Changes every conversation with the first mail host.</summary>
    public static DomainEvidence WithSmtp(this DomainEvidence seen, Func<SmtpEvidence, SmtpEvidence> change) =>
        seen.WithFirstHost(host => host with { Probes = [.. host.Probes.Select(change)] });

    public static SmtpEvidence Ending(this SmtpEvidence probe, ConnectionFault fault, ConnectionPhase phase, int? alert = null) => probe with
    {
        Tls = null,
        End = new ConnectionEnd(fault, phase) { Alert = alert, Detail = "554 no" },
    };

    public static DomainEvidence WithSmtpEnd(this DomainEvidence seen, ConnectionFault fault, ConnectionPhase phase, int? alert = null) =>
        seen.WithSmtp(probe => probe.Ending(fault, phase, alert));

    public static DomainEvidence WithSmtpTls(this DomainEvidence seen, Func<TlsEvidence, TlsEvidence> change) =>
        seen.WithSmtp(probe => probe with { Tls = change(probe.Tls!) });

    public static TlsEvidence For(this TlsEvidence tls, params ImmutableArray<string> names) => tls.WithLeaf(leaf => leaf with { DnsIds = names });

    public static TlsEvidence Faulty(this TlsEvidence tls, params ImmutableArray<CertificateFault> faults) => tls with { ChainFaults = faults };

    public static TlsEvidence WithLeaf(this TlsEvidence tls, Func<CertificateEvidence, CertificateEvidence> change) =>
        tls with { Chain = [change(tls.Leaf!), .. tls.Chain.Skip(1)] };

    public static TlsEvidence Living(this TlsEvidence tls, int from, int to) => tls.WithLeaf(leaf =>
        leaf with { NotBefore = HealthyWorld.Now.AddDays(from), NotAfter = HealthyWorld.Now.AddDays(to) });

    /// <summary>Signs the answers that lead to the first mail host, and gives it a TLSA record.</summary>
    public static DomainEvidence WithDane(this DomainEvidence seen, bool fits = true) => (seen with { Mx = seen.Mx with { IsAuthenticated = true } })
        .WithFirstHost(host => host with
        {
            Ipv4 = host.Ipv4 with { IsAuthenticated = true },
            Ipv6 = host.Ipv6 with { IsAuthenticated = true },
            Tlsa = HealthyWorld.Found(host.Tlsa.Name, "TLSA", new TlsaRecord(3, 0, 0, fits ? host.Probes[0].Tls!.Leaf!.Der : new byte[] { 1 })) with { IsAuthenticated = true },
        });

    public static DomainEvidence WithAuthoritative(this DomainEvidence seen, params ImmutableArray<AuthoritativeEvidence> servers) =>
        seen with { Authoritative = servers };

    public static AuthoritativeEvidence Server(string name, string? text = "v=STSv1; id=20260501000000;") => new()
    {
        Server = name,
        Address = "198.51.100.53",
        IsAuthoritative = true,
        Record = text is null
            ? HealthyWorld.Text("_mta-sts.example.org").Ended(LookupEnd.NoSuchName)
            : HealthyWorld.Text("_mta-sts.example.org", text),
    };
}
