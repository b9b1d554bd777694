using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Rules.World;

/// <summary>Names that were handed over by an alias (RFC 8461 §8.2), and what stays behind when one leaves (§8.3).</summary>
internal static class DelegationRules
{
    /// <summary>The provider that the policy host was handed over to by an alias out of the domain; null where it was not.</summary>
    public static string? Provider(DomainReading reading)
    {
        var target = PolicyHostRules.AddressesOf(reading).Target;
        return target is not null && !(DomainName.TryParse(target, out var name) && name.IsAtOrBelow(reading.Evidence.Domain)) ? target : null;
    }

    public static IEnumerable<Finding> PolicyHostDangling(DomainReading reading)
    {
        var addresses = PolicyHostRules.AddressesOf(reading);
        if (addresses is { AreNone: true, Target: { } target })
            yield return DelegationFindings.PolicyHostDangling.On(reading.Evidence.PolicyHost.Host.Ascii, target, detail: addresses.IsNoSuchName ? "does not exist" : "has no address");
    }

    public static IEnumerable<Finding> RecordDangling(DomainReading reading) =>
        reading.Context.DraftRecord is null ? Dangling(reading.Evidence.Record, DelegationFindings.RecordDangling) : [];

    public static IEnumerable<Finding> TlsRptDangling(DomainReading reading) =>
        Dangling(reading.Evidence.TlsRpt, DelegationFindings.TlsRptDangling);

    /// <summary>"…the policy host … to obtain a certificate" is the provider's part: here it has none for the name.</summary>
    public static IEnumerable<Finding> NotEnrolled(DomainReading reading)
    {
        var host = reading.Evidence.PolicyHost;
        var reached = host.Fetches.Where(fetch => fetch.Tls is not null || fetch.End?.Phase == ConnectionPhase.Handshake).ToList();
        bool isKnown = reached.Count == 0 || reached.Exists(fetch => !IsStranger(fetch, host.Host));
        if (isKnown || Provider(reading) is not { } provider || !Intent.WantsPolicy(reading))
            yield break;
        string detail = reached[0].Tls is { } tls ? $"it shows one for {CertificateSight.Names(tls.Leaf)}" : "it says that it has none";
        yield return DelegationFindings.NotEnrolled.On(host.Host.Ascii, provider, detail: detail) with { Effect = Effects.OnFetch(reading) };
    }

    public static IEnumerable<Finding> PolicyEmpty(DomainReading reading)
    {
        if (IsEmpty(reading) && Provider(reading) is { } provider)
            yield return DelegationFindings.PolicyEmpty.On(reading.Evidence.PolicyHost.Host.Ascii, provider) with { Effect = Effects.WithoutPolicy };
    }

    public static IEnumerable<Finding> WithoutRecord(DomainReading reading)
    {
        if (!Intent.HasNoRecord(reading) || RecordDangling(reading).Any())
            yield break;
        string host = reading.Evidence.PolicyHost.Host.Ascii;
        if (Provider(reading) is { } provider && !PolicyHostRules.AddressesOf(reading).AreNone)
            yield return DelegationFindings.WithoutRecord.On(host, provider);
        else if (reading.Context.DraftPolicy is null && reading.Policy?.Value is not null)
            yield return DelegationFindings.PolicyWithoutRecord.On(host);
    }

    private static bool IsEmpty(DomainReading reading) => reading.Context.DraftPolicy is null && Intent.WantsPolicy(reading)
        && reading.Policy?.Findings.Any(finding => finding.Kind == BodyFindings.Empty) == true;

    private static bool IsStranger(FetchEvidence fetch, DomainName host) => fetch.Tls is { } tls
        ? HostProof.NameFault(tls.Leaf, host) == CertificateFault.NameMismatch
        : fetch.End?.Alert == HandshakeSight.UnrecognizedName;

    private static IEnumerable<Finding> Dangling<T>(Lookup<T> lookup, FindingKind kind)
    {
        if (lookup is { Aliases.IsEmpty: false, End: LookupEnd.NoSuchName or LookupEnd.NoData })
            yield return kind.On(lookup.Name, lookup.FinalName, detail: lookup.End == LookupEnd.NoSuchName ? "does not exist" : "has no TXT record");
    }
}
