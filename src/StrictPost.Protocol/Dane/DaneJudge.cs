using StrictPost.Protocol.Evidence;

namespace StrictPost.Protocol.Dane;

/// <summary>Judges what a mail host showed by its TLSA records (RFC 7672).</summary>
public static class DaneJudge
{
    /// <summary>What DANE says of one conversation.</summary>
    /// <param name="host">The host with its TLSA lookup.</param>
    /// <param name="domain">The domain, for its MX lookup: records count only where DNSSEC proves the way to them (RFC 7672 §2.2).</param>
    /// <param name="probe">The conversation.</param>
    public static DaneVerdict Of(MailHostEvidence host, DomainEvidence domain, SmtpEvidence probe) => new(DaneState.Absent, []);

    /// <summary>What DANE says of the whole host: a sender may meet the worst of its addresses.</summary>
    public static DaneState Worst(MailHostEvidence host, IEnumerable<DaneVerdict> verdicts) => DaneState.Absent;
}
