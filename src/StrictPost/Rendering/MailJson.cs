using System.Collections.Immutable;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Tls;

namespace StrictPost.Rendering;

/// <summary>Mail hosts as JSON has them.</summary>
internal static class MailJson
{
    public static MailHostJson Of(MailHostResult result, DomainReading reading)
    {
        var host = result.Host.Seen;
        return new MailHostJson(
            host.Host.Ascii,
            MailPath.Preference(host, reading),
            reading.Policy?.Value?.Mx.FirstOrDefault(pattern => pattern.Matches(host.Host))?.Text,
            [.. Addresses(result.Host)],
            new DaneJson(DecisionText.Word(result.Host.Facts.Dane), host.Tlsa.IsAuthenticated, [.. host.Tlsa.Found.Select(record => record.Text)]),
            result.Decisions.ToDictionary(decision => DecisionText.Word(decision.Profile), Decision, StringComparer.Ordinal));
    }

    public static TlsJson? Session(TlsEvidence? tls) => tls is null ? null : new TlsJson(tls.Version, tls.Cipher);

    public static CertificateJson? Certificate(TlsEvidence? tls, ImmutableArray<CertificateFault> faults) => tls?.Leaf is { } leaf
        ? new CertificateJson(leaf.DnsIds, leaf.CommonName, leaf.Issuer, leaf.NotBefore, leaf.NotAfter, [.. faults.Select(DecisionText.Word)])
        : null;

    private static IEnumerable<SmtpJson> Addresses(MailHostReading host)
    {
        var asked = host.Probes.Select(probe => probe.Seen.Address).ToHashSet(StringComparer.Ordinal);
        return host.Probes.Select(Probe).Concat(host.Seen.Ipv4.Found.Concat(host.Seen.Ipv6.Found)
            .Where(address => !asked.Contains(address))
            .Select(address => new SmtpJson(address, null, null, null, null, null, null)));
    }

    private static SmtpJson Probe(SmtpReading probe)
    {
        var seen = probe.Seen;
        return new SmtpJson(
            seen.Address,
            seen.Extensions.IsEmpty ? null : seen.OffersStartTls,
            Session(seen.Tls),
            Certificate(seen.Tls, probe.Faults),
            seen.End is { } end ? WorldFacts.Words(end) : null,
            seen.Greeting,
            (long)seen.Took.TotalMilliseconds);
    }

    private static DecisionJson Decision(HostDecision decision) => new(DecisionText.Word(decision.Delivery), DecisionText.Word(decision.Reason));
}
