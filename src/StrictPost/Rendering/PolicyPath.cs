using System.Collections.Immutable;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Rendering;

/// <summary>The policy and the addresses of its host, as a station.</summary>
internal static class PolicyPath
{
    public static PathNode Of(CheckResult result)
    {
        var reading = result.Reading;
        var own = reading.IsFetchable && reading.Policy?.Value is not null ? Mark.Good : Mark.Bad;
        var mark = own.Or(Marks.Of(result.Findings.Where(finding => IsAboutIt(Catalogue.CategoryOf(finding.Kind)))));
        return new PathNode(
            mark, $"policy: https://{reading.Evidence.PolicyHost.Host}{StsPolicy.Path}", [.. Facts(reading)], [.. reading.Fetches.Select(fetch => Address(fetch, reading))]);
    }

    private static bool IsAboutIt(Category category) => category is Category.RetrievalDns or Category.RetrievalTcp
        or Category.RetrievalTls or Category.RetrievalHttp or Category.RetrievalSyntax or Category.Practice;

    private static IEnumerable<string> Facts(DomainReading reading)
    {
        var host = reading.Evidence.PolicyHost;
        if (reading.Context.DraftPolicy is not null)
            yield return "draft, in place of what is served";
        if (reading.Policy?.Value is { } policy)
        {
            string behind = reading.IsFetchable ? "" : "senders do not get to see it: ";
            yield return $"{behind}mode {policy.Mode.ToText()}, max_age {Duration.InWords(policy.MaxAge)}";
            yield return policy.Mx.IsEmpty ? "no mx" : $"mx {string.Join(", ", policy.Mx)}";
        }
        else if (reading.Body is not null)
        {
            yield return "what is served is no usable policy";
        }

        foreach (string fact in WorldFacts.Aliases(host.Ipv4).Concat(WorldFacts.Gaps(host.Ipv4, host.Ipv6)))
            yield return fact;
    }

    private static PathNode Address(FetchReading fetch, DomainReading reading)
    {
        var (mark, verdict) = fetch.Outcome switch
        {
            FetchOutcome.Fetched => (Mark.Good, fetch.Outcome.Verdict),
            FetchOutcome.NoRoute => (Mark.Unknown, fetch.Outcome.Verdict),
            _ => (Mark.Bad, fetch.Outcome.Verdict),
        };
        ImmutableArray<string> facts = fetch.Seen.Tls is { } tls ? [verdict, .. WorldFacts.Session(tls, reading.Evidence.At)] : [verdict];
        return new PathNode(mark, fetch.Seen.Address, facts, []);
    }
}
