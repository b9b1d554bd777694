namespace StrictPost.Lab.World;

/// <summary>Which of the names of a domain or of a mail host a DNS fault bites.</summary>
public enum DnsPlace
{
    /// <summary>The record: TXT at <c>_mta-sts.</c> (RFC 8461 §3.1).</summary>
    Record,

    /// <summary>The addresses of the policy host, <c>mta-sts.</c> (RFC 8461 §3.3).</summary>
    PolicyHost,

    /// <summary>MX at the domain itself.</summary>
    MailExchangers,

    /// <summary>The TLS-RPT record: TXT at <c>_smtp._tls.</c> (RFC 8460 §3).</summary>
    TlsRptRecord,

    /// <summary>The addresses of a mail host; only a mail host has this place.</summary>
    MailHost,

    /// <summary>TLSA at <c>_25._tcp.</c> and a mail host (RFC 7672 §2.2.1); only a mail host has this place.</summary>
    Tlsa,
}
