using System.Collections.Immutable;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Evidence;

/// <summary>All that was seen of one mail domain at one time. Judging it needs nothing else of the world.</summary>
public sealed record DomainEvidence
{
    /// <summary>The mail domain.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>When the look began.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>TXT at <c>_mta-sts.</c> (RFC 8461 §3.1).</summary>
    public required Lookup<TextData> Record { get; init; }

    /// <summary>TXT at <c>_smtp._tls.</c> (RFC 8460 §3).</summary>
    public required Lookup<TextData> TlsRpt { get; init; }

    /// <summary>MX of the domain.</summary>
    public required Lookup<MxRecord> Mx { get; init; }

    /// <summary>The policy host.</summary>
    public required PolicyHostEvidence PolicyHost { get; init; }

    /// <summary>The mail hosts in the order in which a sender tries them; at most 20.</summary>
    public ImmutableArray<MailHostEvidence> MailHosts { get => field.IsDefault ? [] : field; init; }

    /// <summary>True when SMTP was left out on purpose.</summary>
    public bool SmtpIsSkipped { get; init; }

    /// <summary>What each authoritative server of the zone says; empty unless asked for.</summary>
    public ImmutableArray<AuthoritativeEvidence> Authoritative { get => field.IsDefault ? [] : field; init; }
}

/// <summary>All that was seen of a policy host.</summary>
public sealed record PolicyHostEvidence
{
    /// <summary><c>mta-sts.</c> and the domain.</summary>
    public required DomainName Host { get; init; }

    /// <summary>Its IPv4 addresses, with the aliases on the way.</summary>
    public required Lookup<string> Ipv4 { get; init; }

    /// <summary>Its IPv6 addresses.</summary>
    public required Lookup<string> Ipv6 { get; init; }

    /// <summary>One fetch for each address, IPv4 first; at most 16.</summary>
    public ImmutableArray<FetchEvidence> Fetches { get => field.IsDefault ? [] : field; init; }

    /// <summary>A second fetch without user agent, from addresses whose first answer looked like that of a bot blocker.</summary>
    public ImmutableArray<FetchEvidence> WithoutUserAgent { get => field.IsDefault ? [] : field; init; }
}

/// <summary>What one authoritative server of the domain's zone says.</summary>
public sealed record AuthoritativeEvidence
{
    /// <summary>The server's name, from the NS record.</summary>
    public required string Server { get; init; }

    /// <summary>The address asked, or null when the server has none.</summary>
    public string? Address { get; init; }

    /// <summary>Whether its answer had the AA bit.</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>TXT at <c>_mta-sts.</c></summary>
    public required Lookup<TextData> Record { get; init; }
}
