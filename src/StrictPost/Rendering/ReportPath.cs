using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;

namespace StrictPost.Rendering;

/// <summary>The record that asks for reports, as a station.</summary>
internal static class ReportPath
{
    public static PathNode Of(CheckResult result)
    {
        var reading = result.Reading;
        var lookup = reading.Evidence.TlsRpt;
        var own = reading.TlsRpt switch
        {
            { Value: not null } => Mark.Good,
            null => lookup.IsCertain ? Mark.Doubtful : Mark.Unknown,
            _ => Mark.Bad,
        };
        var mark = own.Or(Marks.Of(result.Findings.Where(finding => Catalogue.CategoryOf(finding.Kind) == Category.Reporting)));
        return new PathNode(mark, $"reports: TXT {lookup.Name}", [Says(reading), .. WorldFacts.Aliases(lookup)], []);
    }

    private static string Says(DomainReading reading)
    {
        if (reading.TlsRpt?.Value is { } record)
            return $"to {string.Join(", ", record.Rua)}";
        var lookup = reading.Evidence.TlsRpt;
        return lookup.End == LookupEnd.Answered
            ? "no usable record among these: " + string.Join(" ", lookup.Found.Select(text => $"\"{text.Joined()}\""))
            : lookup.Verdict;
    }
}
