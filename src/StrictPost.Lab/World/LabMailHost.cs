using System.Collections.Immutable;
using System.Net;

namespace StrictPost.Lab.World;

/// <summary>
/// A mail server that the MX of any number of domains may name. Nothing but its name given, it is in order: reachable,
/// with STARTTLS and a good certificate.
/// </summary>
/// <param name="Name">Its host name, as A-labels without trailing dot; compared without case.</param>
public sealed record LabMailHost(string Name)
{
    /// <summary>
    /// Its addresses. Null is where the lab's own mail hosts answer; none at all is no such name. See
    /// <see cref="LabAddresses"/> for addresses with a meaning.
    /// </summary>
    public ImmutableArray<IPAddress>? Addresses { get; init; }

    /// <summary>Its TLSA records; without any the name <c>_25._tcp.</c> does not exist.</summary>
    public ImmutableArray<LabTlsa> Tlsa { get; init; } = [];

    /// <summary>Whether a resolver that validates vouches for its addresses and TLSA: the AD bit.</summary>
    public bool Signed { get; init; }

    /// <summary>What goes wrong in DNS at <see cref="DnsPlace.MailHost"/> and <see cref="DnsPlace.Tlsa"/>.</summary>
    public ImmutableArray<DnsFault> DnsFaults { get; init; } = [];

    /// <summary>What goes wrong in SMTP.</summary>
    public ImmutableArray<SmtpFault> SmtpFaults { get; init; } = [];

    /// <summary>What goes wrong in TLS, once STARTTLS was accepted.</summary>
    public TlsFault TlsFault { get; init; }

    /// <summary>Who signs the certificate; of no account where <see cref="TlsFault"/> makes it another authority's.</summary>
    public LabChain Chain { get; init; }

    /// <summary>
    /// The certificate of a group that this host shows with others; null is a certificate of its own.
    /// </summary>
    public LabCertificate? Certificate { get; init; }

    /// <summary>The same host with one more DNS fault, whose place is one of a mail host's.</summary>
    public LabMailHost With(DnsFault fault) => this with { DnsFaults = DnsFaults.Add(fault) };

    /// <summary>The same host with one more SMTP fault.</summary>
    public LabMailHost With(SmtpFault fault) => this with { SmtpFaults = SmtpFaults.Add(fault) };

    /// <summary>The same host with this in place of its TLS fault.</summary>
    public LabMailHost With(TlsFault fault) => this with { TlsFault = fault };

    /// <summary>The same host with these TLSA records, signed as DANE needs (RFC 7672 §2.1.1).</summary>
    public LabMailHost WithDane(params IEnumerable<LabTlsa> records) => this with { Tlsa = [.. records], Signed = true };
}
