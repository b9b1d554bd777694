using System.Collections.Immutable;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Evidence;

/// <summary>All that was seen of one mail host. Shared by every domain whose MX names it.</summary>
public sealed record MailHostEvidence
{
    /// <summary>The host that an MX record names.</summary>
    public required DomainName Host { get; init; }

    /// <summary>Its IPv4 addresses.</summary>
    public required Lookup<string> Ipv4 { get; init; }

    /// <summary>Its IPv6 addresses.</summary>
    public required Lookup<string> Ipv6 { get; init; }

    /// <summary>TLSA at <c>_25._tcp.</c> in front of the host (RFC 7672 §2.2.3).</summary>
    public required Lookup<TlsaRecord> Tlsa { get; init; }

    /// <summary>One for each address, IPv4 first; empty when SMTP was not asked for.</summary>
    public ImmutableArray<SmtpEvidence> Probes { get => field.IsDefault ? [] : field; init; }
}

/// <summary>One SMTP conversation with one address: greeting, EHLO, STARTTLS, handshake, QUIT. Never a mail.</summary>
public sealed record SmtpEvidence
{
    /// <summary>The address, as text.</summary>
    public required string Address { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How long it took, without the farewell.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>The greeting's text, cut to 500 characters; null when none came.</summary>
    public string? Greeting { get; init; }

    /// <summary>What EHLO listed, without the codes, the host's name first; at most 64 lines.</summary>
    public ImmutableArray<string> Extensions { get => field.IsDefault ? [] : field; init; }

    /// <summary>The TLS session; null when none was agreed.</summary>
    public TlsEvidence? Tls { get; init; }

    /// <summary>Why it stopped early; null when it ran to its end, or when no STARTTLS was offered.</summary>
    public ConnectionEnd? End { get; init; }

    /// <summary>True when EHLO listed STARTTLS (RFC 3207 §4).</summary>
    public bool OffersStartTls => Extensions.Any(line => line.Trim().Equals("STARTTLS", StringComparison.OrdinalIgnoreCase));
}
