using System.Text;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Publishing;

/// <summary>Says for people what a policy host serves in place of the body that should be there.</summary>
internal static class ServedReport
{
    /// <summary>One line an address; one a lookup when there is no address. Safe to print.</summary>
    public static IEnumerable<string> Lines(PolicyHostEvidence view, ReadOnlyMemory<byte> wanted)
    {
        if (view.Fetches.IsEmpty || !view.Ipv4.IsCertain)
            yield return $"{view.Host} (A) {Printable.Escape(view.Ipv4.Verdict)}";
        if (view.Fetches.IsEmpty || !view.Ipv6.IsCertain)
            yield return $"{view.Host} (AAAA) {Printable.Escape(view.Ipv6.Verdict)}";
        foreach (var fetch in view.Fetches)
            yield return $"{fetch.Address} {Printable.Escape(Verdict(FetchOutcome.Of(fetch, view.Host), wanted))}";
    }

    private static string Verdict(FetchOutcome outcome, ReadOnlyMemory<byte> wanted)
    {
        if (outcome is not FetchOutcome.Fetched fetched)
            return outcome.Verdict;
        return fetched.Body.Span.SequenceEqual(wanted.Span)
            ? "serves the policy"
            : $"serves another body: {Difference(fetched.Body.Span, wanted.Span)}";
    }

    private static string Difference(ReadOnlySpan<byte> seen, ReadOnlySpan<byte> wanted)
    {
        string[] seenLines = Encoding.UTF8.GetString(seen).Split('\n');
        string[] wantedLines = Encoding.UTF8.GetString(wanted).Split('\n');
        int line = 0;
        while (line < seenLines.Length && line < wantedLines.Length && seenLines[line].TrimEnd('\r') == wantedLines[line].TrimEnd('\r'))
            line++;
        return line >= Math.Max(seenLines.Length, wantedLines.Length)
            ? "only its line ends differ"
            : $"line {line + 1} is {Line(seenLines, line)}, and should be {Line(wantedLines, line)}";
    }

    private static string Line(string[] lines, int index)
    {
        const int enough = 80;
        string line = index < lines.Length ? lines[index].TrimEnd('\r') : "";
        return line.Length == 0 ? "missing" : $"`{(line.Length > enough ? line[..enough] + "…" : line)}`";
    }
}
