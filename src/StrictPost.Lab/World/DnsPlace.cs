namespace StrictPost.Lab.World;

/// <summary>Where in a domain's DNS a fault bites.</summary>
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
}
