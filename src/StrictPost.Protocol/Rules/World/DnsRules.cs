using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Rules.World;

/// <summary>Questions that DNS did not answer. TLSA is left to DANE, which gives such an end a meaning of its own.</summary>
internal static class DnsRules
{
    private sealed record Failure(FindingKind Kind, string Name, string Type, string? Detail);

    /// <summary>A domain that is not there: then this is the only finding.</summary>
    public static Finding? NoSuchDomain(DomainReading reading)
    {
        var (record, mx, host) = (reading.Evidence.Record, reading.Evidence.Mx, reading.Evidence.PolicyHost);
        bool isGone = mx.End == LookupEnd.NoSuchName && record is { End: LookupEnd.NoSuchName, Aliases.IsEmpty: true }
            && mx.Aliases.IsEmpty && host.Ipv4.End == LookupEnd.NoSuchName && host.Ipv4.Aliases.IsEmpty;
        return isGone ? DnsFindings.DomainMissing.On(reading.Evidence.Domain.Ascii) : null;
    }

    /// <summary>One finding for each name, or one for the whole domain where all of its names fail alike.</summary>
    public static IEnumerable<Finding> Failures(DomainReading reading)
    {
        var own = Own(reading).ToList();
        var failed = own.OfType<Failure>().ToList();
        if (failed.Count == own.Count && failed.Count > 1 && failed.TrueForAll(failure => failure.Kind == failed[0].Kind))
            failed = [failed[0] with { Name = reading.Evidence.Domain.Ascii, Type = "MX, TXT and address" }];
        var all = failed.Concat(MailHosts(reading).OfType<Failure>()).ToList();
        return all.Exists(failure => failure.Kind == DnsFindings.Unreachable)
            ? OnThisSide(reading, all)
            : ByName(all);
    }

    /// <summary>When this machine cannot ask, one finding says so for all names.</summary>
    private static IEnumerable<Finding> OnThisSide(DomainReading reading, List<Failure> all)
    {
        var first = all.First(failure => failure.Kind == DnsFindings.Unreachable);
        return ByName([.. all.Where(failure => failure.Kind != DnsFindings.Unreachable)])
            .Prepend(DnsFindings.Unreachable.On(reading.Evidence.Domain.Ascii, detail: first.Detail ?? "no reason known"));
    }

    private static IEnumerable<Finding> ByName(List<Failure> failures) =>
        from failure in failures
        group failure by (failure.Kind, failure.Name) into alike
        select alike.Key.Kind.On(
            alike.Key.Name, string.Join(" and ", alike.Select(failure => failure.Type)), detail: alike.First().Detail ?? "no reason given");

    /// <summary>The domain's own names: null for each question that was answered.</summary>
    private static IEnumerable<Failure?> Own(DomainReading reading)
    {
        var seen = reading.Evidence;
        if (reading.Context.DraftRecord is null)
            yield return Of(seen.Record);
        yield return Of(seen.TlsRpt);
        yield return Of(seen.Mx);
        yield return Of(seen.PolicyHost.Ipv4);
        yield return Of(seen.PolicyHost.Ipv6);
    }

    private static IEnumerable<Failure?> MailHosts(DomainReading reading) =>
        reading.Evidence.MailHosts.SelectMany(host => new[] { Of(host.Ipv4), Of(host.Ipv6) });

    private static Failure? Of<T>(Lookup<T> lookup) => Kind(lookup.End) is { } kind
        ? new Failure(kind, lookup.Name, lookup.Type, lookup.Detail)
        : null;

    private static FindingKind? Kind(LookupEnd end) => end switch
    {
        LookupEnd.ServerFailure => DnsFindings.ServerFailure,
        LookupEnd.Refused => DnsFindings.Refused,
        LookupEnd.TimedOut => DnsFindings.TimedOut,
        LookupEnd.Unreachable => DnsFindings.Unreachable,
        LookupEnd.Malformed => DnsFindings.Malformed,
        _ => null,
    };
}
