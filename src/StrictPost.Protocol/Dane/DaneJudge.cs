using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Dane;

/// <summary>
/// Judges what a mail host showed by its TLSA records, as RFC 7672 says: 1. is there a say for DANE at all (§2.1, §2.2), 2. which
/// records can be used (§3.1.3), 3. does one of them vouch for what was shown (§3.1.1, §3.1.2).
/// </summary>
public static class DaneJudge
{
    /// <summary>What DANE says of one conversation.</summary>
    /// <param name="host">The host with its TLSA lookup.</param>
    /// <param name="domain">The domain, for its MX lookup.</param>
    /// <param name="probe">The conversation.</param>
    public static DaneVerdict Of(MailHostEvidence host, DomainEvidence domain, SmtpEvidence probe)
    {
        if (Absence(host) is { } none)
            return none;
        var usable = host.Tlsa.Found.Where(record => record.Unusable is null).ToList();
        var unusable = host.Tlsa.Found.Where(record => record.Unusable is not null).Select(record => DaneFindings.RecordUnusable.On(
            host.Host.Ascii, record.Text, Advice(probe), record.Unusable)).ToList();
        if (usable.Count == 0)
            return new DaneVerdict(DaneState.Unusable, [DaneFindings.AllUnusable.On(host.Host.Ascii, expected: Advice(probe)), .. unusable]);

        var match = Match(usable, host, domain, probe);
        return Weigh(match with { Findings = [.. match.Findings, .. unusable] }, host, domain);
    }

    /// <summary>What DANE says of the whole host: a sender may meet the worst of its addresses.</summary>
    public static DaneState Worst(MailHostEvidence host, IEnumerable<DaneVerdict> verdicts)
    {
        var states = verdicts.Select(verdict => verdict.State).Where(state => state != DaneState.Unknown).ToList();
        return states.Count > 0 ? states.Max() : Absence(host)?.State ?? DaneState.Unknown;
    }

    /// <summary>Why DANE has no say, or null when it has.</summary>
    private static DaneVerdict? Absence(MailHostEvidence host)
    {
        // "If … the address records are insecure, TLSA records are not even looked for" (RFC 7672 §2.2.2).
        bool secure = IsReachedSecurely(host);
        if (!host.Tlsa.IsCertain)
        {
            return secure
                ? new DaneVerdict(DaneState.LookupFailed, [DaneFindings.LookupFailed.On(host.Host.Ascii, detail: host.Tlsa.Verdict)])
                : new DaneVerdict(DaneState.Absent, []);
        }

        if (host.Tlsa.Found.IsEmpty)
            return new DaneVerdict(DaneState.Absent, []);
        return secure && host.Tlsa.IsAuthenticated
            ? null
            : new DaneVerdict(DaneState.Absent, [DaneFindings.Unsigned.On(host.Host.Ascii)]);
    }

    private static bool IsReachedSecurely(MailHostEvidence host)
    {
        var answered = new[] { host.Ipv4, host.Ipv6 }.Where(addresses => addresses.End == LookupEnd.Answered).ToList();
        return answered.Count > 0 && answered.TrueForAll(addresses => addresses.IsAuthenticated);
    }

    private static DaneVerdict Match(List<TlsaRecord> usable, MailHostEvidence host, DomainEvidence domain, SmtpEvidence probe)
    {
        if (probe.Tls is not { Leaf: { } leaf } tls)
            return WithoutTls(host, probe);
        var fitting = usable.Where(record => Vouches(record, tls, host.Host, domain)).ToList();
        if (fitting.Count == 0)
            return new DaneVerdict(DaneState.Failed, [Fault(usable, tls, leaf, host, probe)]);
        var stale = usable.Where(record => !tls.Chain.Any(shown => record.Fits(shown.Der)));
        return new DaneVerdict(DaneState.Passed, [.. stale.Select(record => DaneFindings.RecordStale.On(host.Host.Ascii, record.Text))]);
    }

    private static DaneVerdict WithoutTls(MailHostEvidence host, SmtpEvidence probe) =>
        probe.End is null or { Phase: ConnectionPhase.StartTls or ConnectionPhase.Handshake }
            ? new DaneVerdict(DaneState.Failed, [DaneFindings.StartTlsMissing.On(host.Host.Ascii, probe.Address)])
            : new DaneVerdict(DaneState.Unknown, []);

    /// <summary>
    /// Usage 3 looks at nothing but the host's own certificate: "neither the names nor the expiration date" (RFC 7672 §3.1.1).
    /// Usage 2 wants a valid chain from the named authority and the right name (§3.1.2, §3.2.2).
    /// </summary>
    private static bool Vouches(TlsaRecord record, TlsEvidence tls, DomainName host, DomainEvidence domain) =>
        record.Usage == TlsaRecord.EndEntity
            ? record.Fits(tls.Leaf!.Der)
            : tls.Chain.Skip(1).Any(shown => record.Fits(shown.Der) && shown.FaultsAsAnchor.IsEmpty) && HasName(tls.Leaf!, host, domain);

    /// <summary>"The reference identifiers are the MX hostname and the next-hop domain" (RFC 7672 §3.2.2); the latter only where the MX records are proven.</summary>
    private static bool HasName(CertificateEvidence leaf, DomainName host, DomainEvidence domain) =>
        HasName(leaf, host) || (domain.Mx.IsAuthenticated && HasName(leaf, domain.Domain));

    /// <summary>A common name counts only in a certificate without DNS-IDs (RFC 7672 §3.2.3).</summary>
    private static bool HasName(CertificateEvidence leaf, DomainName name) => HostProof.NameFault(leaf, name) switch
    {
        null => true,
        CertificateFault.NameOnlyInSubject => leaf.DnsIds.IsEmpty,
        _ => false,
    };

    private static Finding Fault(List<TlsaRecord> usable, TlsEvidence tls, CertificateEvidence leaf, MailHostEvidence host, SmtpEvidence probe)
    {
        var anchors = usable.Where(record => record.Usage == TlsaRecord.TrustAnchor).ToList();
        var named = tls.Chain.Skip(1).FirstOrDefault(shown => anchors.Exists(record => record.Fits(shown.Der)));
        var kind = named switch
        {
            null when anchors.Count == usable.Count && tls.Chain.Length == 1 => DaneFindings.TaNotSent,
            null => DaneFindings.Mismatch,
            { FaultsAsAnchor.IsEmpty: true } => DaneFindings.TaNameMismatch,
            _ when named.FaultsAsAnchor.Contains(CertificateFault.Expired) => DaneFindings.TaExpired,
            _ => DaneFindings.Mismatch,
        };
        return kind.On(host.Host.Ascii, probe.Address, Advice(probe), leaf.DnsIds.IsEmpty ? leaf.CommonName ?? "no host" : string.Join(", ", leaf.DnsIds.Take(5)));
    }

    /// <summary>
    /// The way to the host must be proven, too, or an attacker leads mail elsewhere. spec unclear: with unproven MX records a
    /// sender MAY look at TLSA records all the same (RFC 7672 §2.2.1), so a failure still counts, and a success does not.
    /// </summary>
    private static DaneVerdict Weigh(DaneVerdict verdict, MailHostEvidence host, DomainEvidence domain)
    {
        if (domain.Mx.IsAuthenticated)
            return verdict;
        var state = verdict.State == DaneState.Passed ? DaneState.Absent : verdict.State;
        return new DaneVerdict(state, [.. verdict.Findings, DaneFindings.MxUnsigned.On(host.Host.Ascii)]);
    }

    private static string Advice(SmtpEvidence probe) => probe.Tls?.Leaf is { } leaf
        ? TlsaRecord.For(leaf.Der).Text
        : "3 1 1 …";
}
