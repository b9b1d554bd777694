using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Smtp;

/// <summary>One MX record as DNS gave it.</summary>
/// <param name="Preference">0 to 65535; the lowest is tried first.</param>
/// <param name="Exchange">The host, with or without the trailing dot; <c>.</c> or empty for a null MX.</param>
public readonly record struct MxRecord(int Preference, string Exchange);

/// <summary>The hosts that take a domain's mail, in the order in which a sender tries them (RFC 5321 §5.1).</summary>
/// <param name="Hosts">Empty when the domain takes no mail, or names no usable host.</param>
/// <param name="IsImplicit">True when there is no MX record, so the domain itself is the host.</param>
/// <param name="TakesNoMail">True for a null MX (RFC 7505).</param>
/// <param name="Unusable">Exchanges that are no host names.</param>
public sealed record MailHosts(
    IReadOnlyList<DomainName> Hosts, bool IsImplicit, bool TakesNoMail, IReadOnlyList<string> Unusable)
{
    /// <summary>The hosts that follow from a domain's MX records; no records at all mean the implicit MX.</summary>
    public static MailHosts Of(DomainName domain, IReadOnlyList<MxRecord> records)
    {
        if (records.Count == 0)
            return new MailHosts([domain], IsImplicit: true, TakesNoMail: false, []);
        if (records.Count == 1 && records[0].Exchange is "." or "")
            return new MailHosts([], IsImplicit: false, TakesNoMail: true, []); // RFC 7505 §3

        var parsed = records.OrderBy(record => record.Preference)
            .Select(record => (record.Exchange, Name: DomainName.Parse(record.Exchange).Value))
            .ToList();
        return new MailHosts(
            [.. parsed.Select(host => host.Name).OfType<DomainName>().Distinct()],
            IsImplicit: false,
            TakesNoMail: false,
            [.. parsed.Where(host => host.Name is null).Select(host => host.Exchange)]);
    }
}
