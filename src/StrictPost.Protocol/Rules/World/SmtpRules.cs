using System.Collections.Frozen;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Rules.World;

/// <summary>What each mail host says and shows on port 25 (RFC 8461 §4.2).</summary>
internal static class SmtpRules
{
    /// <summary>What keeps a sender from trusting the host, as against what keeps everybody from delivering to it.</summary>
    private static readonly FrozenSet<FindingKind> BreaksTrust = new[] { SmtpFindings.EhloRefused, SmtpFindings.StartTlsMissing, SmtpFindings.StartTlsRefused }
        .Concat(SmtpTlsFindings.All.Where(kind => kind.Severity == Severity.Error))
        .ToFrozenSet();

    public static IEnumerable<Finding> NotProbed(DomainReading reading)
    {
        if (reading.Evidence.SmtpIsSkipped)
            yield return SmtpFindings.NotProbed.Found();
    }

    /// <summary>Not one connection, and nobody who refused one: then it is this network, most likely, and one finding says so.</summary>
    public static IEnumerable<Finding> Blocked(DomainReading reading)
    {
        if (IsBlocked(reading))
            yield return SmtpFindings.Blocked.On(reading.Evidence.Domain.Ascii, string.Join(", ", reading.Hosts.Where(host => !host.Probes.IsEmpty).Select(host => host.Seen.Host.Ascii)));
    }

    /// <summary>For each host what is wrong with it. What all its addresses have in common is one finding.</summary>
    public static IEnumerable<Finding> Faults(DomainReading reading) => reading.Evidence.SmtpIsSkipped || IsBlocked(reading)
        ? []
        : reading.Hosts.SelectMany(host => Sighting.Merge(host.Seen.Host.Ascii, host.Probes.SelectMany(probe => Faults(probe, host, reading)), null)
            .Select(finding => finding with { Effect = EffectOf(finding, reading) }));

    private static bool IsBlocked(DomainReading reading)
    {
        var probes = reading.Hosts.SelectMany(host => host.Probes).ToList();
        return !reading.Evidence.SmtpIsSkipped && probes.Count > 0 && probes.TrueForAll(probe => probe.Seen.End is
        {
            Phase: ConnectionPhase.Connecting,
            Fault: ConnectionFault.TimedOut or ConnectionFault.Unreachable or ConnectionFault.NoRoute,
        });
    }

    private static string? EffectOf(Finding finding, DomainReading reading)
    {
        if (finding.Kind == SmtpFindings.ConnectionRefused || finding.Kind == SmtpFindings.NotSpoken)
            return Effects.NoMail;
        return BreaksTrust.Contains(finding.Kind) ? Effects.OnMailHost(reading) : null;
    }

    private static IEnumerable<Sighting> Faults(SmtpReading probe, MailHostReading host, DomainReading reading)
    {
        if (probe.Seen.Tls is { } tls)
        {
            // Where nothing asks for MTA-STS and DANE vouches for the host, no public authority needs to.
            bool isVouchedFor = !Intent.WantsPolicy(reading) && host.Facts.Dane == DaneState.Passed;
            return isVouchedFor ? [] : CertificateSight.Of(tls, probe.Faults, probe.Seen.At, SmtpTlsFindings.Certificates)
                .Select(found => new Sighting(found.Kind, probe.Seen.Address, found.Detail));
        }

        if (probe.Seen.End is { } end)
        {
            var (kind, detail) = Stopped(end, host);
            return [new Sighting(kind, probe.Seen.Address, detail)];
        }

        return [new Sighting(SmtpFindings.StartTlsMissing, probe.Seen.Address)];
    }

    private static (FindingKind Kind, string? Detail) Stopped(ConnectionEnd end, MailHostReading host) => end.Phase switch
    {
        _ when end.Fault == ConnectionFault.NoRoute => (NoRoute(host), null),
        ConnectionPhase.Connecting => (Unconnected(end), null),
        ConnectionPhase.Handshake => HandshakeSight.Of(end, SmtpTlsFindings.Handshake),
        _ => Talking(end),
    };

    private static FindingKind NoRoute(MailHostReading host) => host.Probes.All(probe => probe.Seen.End?.Fault == ConnectionFault.NoRoute)
        ? SmtpFindings.NotTried
        : SmtpFindings.NoRoute;

    private static FindingKind Unconnected(ConnectionEnd end) => end.Fault switch
    {
        ConnectionFault.TimedOut => SmtpFindings.ConnectionTimedOut,
        ConnectionFault.Unreachable => SmtpFindings.Unreachable,
        _ => SmtpFindings.ConnectionRefused,
    };

    private static (FindingKind Kind, string? Detail) Talking(ConnectionEnd end) => end.Fault switch
    {
        ConnectionFault.TimedOut => (SmtpFindings.TimedOut, Stage(end.Phase)),
        ConnectionFault.NotSpoken => (SmtpFindings.NotSpoken, null),
        ConnectionFault.Declined => (Declined(end.Phase), $"`{end.Detail}`"),
        _ => (SmtpFindings.Closed, Stage(end.Phase)),
    };

    private static FindingKind Declined(ConnectionPhase phase) => phase switch
    {
        ConnectionPhase.Greeting => SmtpFindings.GreetingRefused,
        ConnectionPhase.Ehlo => SmtpFindings.EhloRefused,
        _ => SmtpFindings.StartTlsRefused,
    };

    private static string Stage(ConnectionPhase phase) => phase switch
    {
        ConnectionPhase.Greeting => "before its greeting",
        ConnectionPhase.Ehlo => "after EHLO",
        _ => "after STARTTLS",
    };
}
