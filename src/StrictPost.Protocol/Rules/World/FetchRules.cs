using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Rules.World;

/// <summary>The way to the policy, from each address of the policy host (RFC 8461 §3.3).</summary>
internal static class FetchRules
{
    private static readonly StringComparer Ordinal = StringComparer.Ordinal;

    /// <summary>
    /// For each address what stops a sender, and what lies behind it where that is a fault of its own. What all addresses have in
    /// common is one finding.
    /// </summary>
    public static IEnumerable<Finding> Faults(DomainReading reading)
    {
        if (!Intent.WantsPolicy(reading))
            return [];
        var host = reading.Evidence.PolicyHost;
        bool isNotEnrolled = DelegationRules.NotEnrolled(reading).Any();
        bool isDraft = reading.Context.DraftPolicy is not null;
        var seen = host.Fetches.SelectMany(fetch => Faults(fetch, host, isNotEnrolled, isDraft));
        return Sighting.Merge(host.Host.Ascii, seen, null).Select(finding => finding.Severity == Severity.Error && !finding.Kind.IsUndetermined
            ? finding with { Effect = Effects.OnFetch(reading) }
            : finding);
    }

    /// <summary>The same address gives the policy to those who do not name themselves.</summary>
    public static IEnumerable<Finding> UserAgentBlocked(DomainReading reading)
    {
        var host = reading.Evidence.PolicyHost;
        if (!Intent.WantsPolicy(reading) && reading.Policy is null)
            return [];
        var blocked = from second in host.WithoutUserAgent
                      where GivesPolicy(second, host) && host.Fetches.Any(first => first.Address == second.Address && !GivesPolicy(first, host))
                      select new Sighting(FetchHttpFindings.UserAgentBlocked, second.Address);
        return Sighting.Merge(host.Host.Ascii, blocked, null);
    }

    /// <summary>Two addresses, two policies. Different line ends make no other policy.</summary>
    public static IEnumerable<Finding> AddressesDisagree(DomainReading reading)
    {
        var served = reading.Fetches
            .Where(fetch => fetch.Outcome is FetchOutcome.Fetched)
            .GroupBy(fetch => Meaning(((FetchOutcome.Fetched)fetch.Outcome).Body), fetch => fetch.Seen.Address, Ordinal)
            .Select(addresses => string.Join(" and ", addresses))
            .ToList();
        if (served.Count > 1 && reading.Context.DraftPolicy is null && Intent.WantsPolicy(reading))
            yield return FetchHttpFindings.AddressesDisagree.On(reading.Evidence.PolicyHost.Host.Ascii, string.Join("; ", served.Select((who, i) => $"{(i == 0 ? "one" : "another")} at {who}")));
    }

    private static string Meaning(ReadOnlyMemory<byte> body) =>
        StsPolicy.Parse(body.Span).Value?.ToBody() ?? System.Text.Encoding.UTF8.GetString(body.Span);

    private static bool GivesPolicy(FetchEvidence seen, PolicyHostEvidence host) =>
        FetchOutcome.Of(seen, host.Host) is FetchOutcome.Fetched fetched && StsPolicy.Parse(fetched.Body.Span).Value is not null;

    private static IEnumerable<Sighting> Faults(FetchEvidence seen, PolicyHostEvidence host, bool isNotEnrolled, bool isDraft)
    {
        if (seen.Tls is not { } tls)
        {
            var end = seen.End ?? new ConnectionEnd(ConnectionFault.Closed, ConnectionPhase.Handshake);
            var (kind, detail) = end.Phase == ConnectionPhase.Connecting || end.Fault == ConnectionFault.NoRoute
                ? (Unconnected(end, host), null)
                : Handshake(end);
            if (!isNotEnrolled || kind != FetchTlsFindings.NoCertificate)
                yield return new Sighting(kind, seen.Address, detail);
            yield break;
        }

        // A stranger's certificate and page are nobody's fault but that of the alias.
        if (isNotEnrolled)
            yield break;
        foreach (var (kind, detail) in CertificateSight.Of(tls, HostProof.Faults(tls, host.Host), seen.At, FetchCertificateFindings.Kinds))
            yield return new Sighting(kind, seen.Address, detail);
        if (!isDraft && HttpRules.Fault(seen) is { } answer) // a draft is going to replace what is served
            yield return answer;
    }

    private static FindingKind Unconnected(ConnectionEnd end, PolicyHostEvidence host) => end.Fault switch
    {
        ConnectionFault.NoRoute => host.Fetches.All(fetch => fetch.End?.Fault == ConnectionFault.NoRoute)
            ? FetchConnectionFindings.NotTried
            : FetchConnectionFindings.NoRoute,
        ConnectionFault.TimedOut => FetchConnectionFindings.TimedOut,
        ConnectionFault.Unreachable => FetchConnectionFindings.Unreachable,
        _ => FetchConnectionFindings.Refused,
    };

    private static (FindingKind Kind, string? Detail) Handshake(ConnectionEnd end) => end.Alert == HandshakeSight.UnrecognizedName
        ? (FetchTlsFindings.NoCertificate, null)
        : HandshakeSight.Of(end, FetchTlsFindings.Kinds);
}
