using System.Collections.Immutable;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Checking;

/// <summary>One SMTP conversation, and what it proves.</summary>
/// <param name="Seen">What was seen.</param>
/// <param name="Faults">What is wrong with the certificate; empty when it is good, or when there was none to see.</param>
/// <param name="Channel">What a sender gets there.</param>
/// <param name="Dane">What DANE says of it.</param>
public sealed record SmtpReading(SmtpEvidence Seen, ImmutableArray<CertificateFault> Faults, ChannelState Channel, DaneVerdict Dane);

/// <summary>One mail host, and what it proves.</summary>
public sealed class MailHostReading
{
    internal MailHostReading(MailHostEvidence seen, DomainEvidence domain)
    {
        Seen = seen;
        Probes = [.. seen.Probes.Select(probe => Read(probe, seen, domain))];
        Facts = new MailHostFacts(seen.Host, Worst(), DaneJudge.Worst(seen, Probes.Select(probe => probe.Dane)));
    }

    /// <summary>What was seen.</summary>
    public MailHostEvidence Seen { get; }

    /// <summary>One for each address that was probed.</summary>
    public ImmutableArray<SmtpReading> Probes { get; }

    /// <summary>True when nobody can deliver there: DNS knows no address, or each of them refuses whoever comes.</summary>
    public bool TakesNoMail => IsNowhere || (!Probes.IsEmpty && Probes.All(probe => IsRefusal(probe.Seen.End)));

    private bool IsNowhere => Seen is { Ipv4: { IsCertain: true, Found.IsEmpty: true }, Ipv6: { IsCertain: true, Found.IsEmpty: true } };

    /// <summary>What a sender's decision rests on.</summary>
    public MailHostFacts Facts { get; }

    /// <summary>A reply of 4xx asks to come back later; 5xx is for good (RFC 5321 §4.2.1).</summary>
    private static bool IsRefusal(ConnectionEnd? end) =>
        end is { Fault: ConnectionFault.Refused } or { Fault: ConnectionFault.Declined, Phase: ConnectionPhase.Greeting, Detail: ['5', ..] };

    private static SmtpReading Read(SmtpEvidence probe, MailHostEvidence host, DomainEvidence domain)
    {
        var faults = probe.Tls is { } tls ? HostProof.Faults(tls, host.Host) : [];
        return new SmtpReading(probe, faults, Channel(probe, faults), DaneJudge.Of(host, domain, probe));
    }

    private static ChannelState Channel(SmtpEvidence probe, ImmutableArray<CertificateFault> faults)
    {
        if (probe.Tls is not null)
            return faults.IsEmpty ? ChannelState.Proven : ChannelState.Unproven;
        // A host that cannot be talked to takes no mail from anybody; without STARTTLS, or with a broken one, it does in the clear.
        return probe.End is null or { Phase: ConnectionPhase.StartTls or ConnectionPhase.Handshake }
            ? ChannelState.Cleartext
            : ChannelState.Unknown;
    }

    /// <summary>A sender picks any address that answers, so the worst of those decides.</summary>
    private ChannelState Worst()
    {
        var known = Probes.Where(probe => probe.Channel != ChannelState.Unknown).Select(probe => probe.Channel).ToList();
        return known.Count == 0 ? ChannelState.Unknown : known.Max();
    }
}
