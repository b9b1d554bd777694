using System.Collections.Immutable;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Rendering;

/// <summary>The record in DNS, as a station.</summary>
internal static class RecordPath
{
    public static PathNode Of(CheckResult result)
    {
        var reading = result.Reading;
        var lookup = reading.Evidence.Record;
        var own = reading.Record is null ? Mark.Unknown : reading.Record.Value is null ? Mark.Bad : Mark.Good;
        var mark = own.Or(Marks.Of(result.Findings.Where(finding => Catalogue.CategoryOf(finding.Kind) == Category.Record)));
        return new PathNode(mark, $"record: TXT {lookup.Name}", [.. Facts(reading)], [.. reading.Evidence.Authoritative.Select(Server)]);
    }

    private static IEnumerable<string> Facts(DomainReading reading)
    {
        var lookup = reading.Evidence.Record;
        if (reading.Context.DraftRecord is { } draft)
            yield return $"draft, in place of what is published: \"{draft}\"";
        else if (lookup.End != LookupEnd.Answered)
            yield return lookup.Verdict;
        if (reading.Record?.Value is { } record)
            yield return $"id {record.Id}{Age(record, reading)}";
        else if (reading.Context.DraftRecord is null && lookup.End == LookupEnd.Answered)
            yield return "no usable record among these: " + string.Join(" ", reading.Texts.Select(text => $"\"{text}\""));
        foreach (string fact in WorldFacts.Aliases(lookup))
            yield return fact;
    }

    private static string Age(StsRecord record, DomainReading reading) => PolicyId.TimeOf(record.Id) is { } changed && changed <= reading.Evidence.At
        ? $", changed {Duration.InWords((long)(reading.Evidence.At - changed).TotalMinutes * 60)} ago"
        : "";

    private static PathNode Server(AuthoritativeEvidence server)
    {
        var mark = server switch
        {
            { Record.IsCertain: true, IsAuthoritative: true } => Mark.Good,
            { Record.IsCertain: true } => Mark.Doubtful,
            _ => Mark.Unknown,
        };
        string address = server.Address is null ? "" : $" ({server.Address})";
        string says = server.Record.End == LookupEnd.Answered
            ? string.Join(" ", server.Record.Found.Select(text => $"\"{text.Joined()}\""))
            : server.Record.Verdict;
        ImmutableArray<string> facts = server.IsAuthoritative ? [says] : [says, "its answer is not authoritative"];
        return new PathNode(mark, $"authoritative server {server.Server}{address}", facts, []);
    }
}
