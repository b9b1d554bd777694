using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Monitoring;

/// <summary>Whether the world sees the record and the policy that are set here.</summary>
internal static class PublicationRules
{
    /// <summary>Whoever changes a policy by hand has so long to change the record, too.</summary>
    private static readonly TimeSpan HandTime = TimeSpan.FromHours(1);

    /// <summary>True when both are seen as they should be.</summary>
    public static bool Works(MonitorInput input)
    {
        var reading = input.Check.Reading;
        return reading.Record?.Value?.Id == input.Id && reading.IsFetchable && reading.Policy?.Value == input.Policy;
    }

    public static IEnumerable<Alarm> Of(MonitorInput input)
    {
        var alarms = new List<Alarm>();
        alarms.AddRange(Fetch(input));
        // A domain that leaves takes its record away in the end, and with a change under way both are between two states.
        if (!input.IsLeaving && !input.IsChanging)
        {
            alarms.AddRange(Record(input));
            alarms.AddRange(Differs(input));
        }

        return alarms;
    }

    private static IEnumerable<Alarm> Fetch(MonitorInput input)
    {
        var reading = input.Check.Reading;
        if (Dangling(input) is { } dangling)
            yield return dangling;
        else if (!reading.IsFetchable && Why(input) is { } why)
            yield return Of(MonitorFindings.PolicyHostFailing.On(reading.Evidence.PolicyHost.Host.Ascii, reading.Evidence.Domain.Ascii, detail: why.TrimEnd('.'))) with { NeedsSecondLook = true };
    }

    /// <summary>Names that lead to nowhere, or to somebody else (RFC 8461 §8.2).</summary>
    private static Alarm? Dangling(MonitorInput input) => input.Check.Findings
        .FirstOrDefault(finding => finding is { Severity: Severity.Error } && finding.Kind != DelegationFindings.RecordDangling && Catalogue.CategoryOf(finding.Kind) == Category.Delegation)
        is { } found ? Of(found) : null;

    private static string? Why(MonitorInput input) => input.Check.Findings.FirstOrDefault(finding => Catalogue.CategoryOf(finding.Kind)
        is Category.RetrievalDns or Category.RetrievalTcp or Category.RetrievalTls or Category.RetrievalHttp && finding.Severity == Severity.Error)?.Message
        ?? (input.Check.Reading.Evidence.PolicyHost is { Ipv4.Found.IsEmpty: true, Ipv6.Found.IsEmpty: true } ? "It has no address." : "It gives no policy.");

    private static IEnumerable<Alarm> Record(MonitorInput input)
    {
        var reading = input.Check.Reading;
        if (reading.Record?.Value is { } record)
        {
            if (record.Id != input.Id && !IsFresh(input))
                yield return Of(MonitorFindings.RecordBehind.On(reading.Evidence.Domain.Ascii, record.Id, input.Id));
        }
        else if (input.Check.Findings.FirstOrDefault(IsOfRecord) is { } fault)
        {
            yield return Of(fault) with { Key = "", NeedsSecondLook = true };
        }
    }

    private static bool IsOfRecord(Finding finding) => finding.Kind.Breaks
        && (finding.Kind == DelegationFindings.RecordDangling || Catalogue.CategoryOf(finding.Kind) == Category.Record);

    private static IEnumerable<Alarm> Differs(MonitorInput input)
    {
        var reading = input.Check.Reading;
        if (reading.IsFetchable && Difference(reading, input.Policy) is { } difference)
            yield return Of(MonitorFindings.PolicyDiffers.On(reading.Evidence.PolicyHost.Host.Ascii, detail: difference)) with { NeedsSecondLook = true };
    }

    private static string? Difference(DomainReading reading, StsPolicy meant)
    {
        foreach (var fetch in reading.Fetches)
        {
            if (fetch.Outcome is FetchOutcome.Fetched fetched && Difference(StsPolicy.Parse(fetched.Body.Span).Value, meant) is { } difference)
                return $"at {fetch.Seen.Address} {difference}";
        }

        return null;
    }

    private static string? Difference(StsPolicy? seen, StsPolicy meant)
    {
        if (seen is null)
            return "there is none that senders can read";
        if (seen.Mode != meant.Mode)
            return $"its mode is {seen.Mode.ToText()}, and should be {meant.Mode.ToText()}";
        return seen == meant ? null : "its mx patterns or its max_age are others";
    }

    private static bool IsFresh(MonitorInput input) =>
        input.Ledger.FirstOrDefault(body => body.Id == input.Id) is { } current && input.Check.Reading.Evidence.At - current.PublishedAt < HandTime;

    private static Alarm Of(Finding finding) => Alarm.Of(AlarmSource.Domain, finding);
}
