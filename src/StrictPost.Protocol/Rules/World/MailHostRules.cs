using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules.World;

/// <summary>The MX records, and the names and addresses behind them (RFC 5321 §5.1).</summary>
internal static class MailHostRules
{
    /// <summary>A domain that takes no mail needs no MTA-STS (RFC 7505 §3).</summary>
    public static IEnumerable<Finding> Null(DomainReading reading)
    {
        if (reading.Evidence.Mx.IsCertain && reading.Mail.TakesNoMail && Intent.WantsPolicy(reading))
            yield return MailHostFindings.Null.On(reading.Evidence.Domain.Ascii);
    }

    /// <summary>Where the domain has no address either, that is the fault to report.</summary>
    public static IEnumerable<Finding> Implicit(DomainReading reading)
    {
        if (reading.Evidence.Mx.IsCertain && reading.Mail.IsImplicit && !LeadsNowhere(reading, reading.Evidence.Domain))
            yield return MailHostFindings.Implicit.On(reading.Evidence.Domain.Ascii);
    }

    public static IEnumerable<Finding> NoAddress(DomainReading reading) =>
        from host in reading.Evidence.MailHosts
        let addresses = AddressesOf(host)
        where addresses.AreNone
        select (addresses.IsNoSuchName ? MailHostFindings.HostMissing : MailHostFindings.HostNoAddress).On(host.Host.Ascii);

    /// <summary>"… must not be an alias" (RFC 2181 §10.3). One that leads nowhere is reported as missing.</summary>
    public static IEnumerable<Finding> Alias(DomainReading reading) =>
        from host in reading.Evidence.MailHosts
        let addresses = AddressesOf(host)
        where addresses.Target is not null && !addresses.AreNone && !reading.Mail.IsImplicit
        select MailHostFindings.HostAlias.On(host.Host.Ascii, addresses.Target);

    public static IEnumerable<Finding> Private(DomainReading reading) =>
        from host in reading.Evidence.MailHosts
        let found = AddressesOf(host).Private
        where reading.Context.IsPublicInternet && found is not null
        select MailHostFindings.AddressPrivate.On(host.Host.Ascii, found);

    public static IEnumerable<Finding> Invalid(DomainReading reading) =>
        from exchange in reading.Mail.Unusable.Distinct(StringComparer.Ordinal)
        select MailHostFindings.HostInvalid.On(reading.Evidence.Domain.Ascii, exchange, detail: WhyInvalid(exchange));

    /// <summary>True when a mail host is known to have no address.</summary>
    public static bool LeadsNowhere(DomainReading reading, DomainName host) =>
        reading.Evidence.MailHosts.Any(seen => seen.Host == host && AddressesOf(seen).AreNone);

    private static Addresses AddressesOf(MailHostEvidence host) => new(host.Ipv4, host.Ipv6);

    private static string WhyInvalid(string exchange)
    {
        if (exchange is "." or "")
            return "that is the null MX, which must stand alone";
        var fault = DomainName.Parse(exchange).Findings[0];
        return fault.Kind == DomainFindings.Address ? "it is an IP address" : fault.Detail ?? "hosts have letters, digits, hyphens and dots only";
    }
}
