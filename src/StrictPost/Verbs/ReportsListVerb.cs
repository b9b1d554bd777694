using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Rendering;
using StrictPost.Reporting;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Verbs;

/// <summary><c>strictpost reports list</c>: the reports that were received.</summary>
internal static class ReportsListVerb
{
    private static readonly Argument<string?> Domain = new("DOMAIN") { Description = "Reports about this domain; without it, about all.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Reporter = new("--reporter") { Description = "Only from this reporter, as the list calls it.", HelpName = "NAME" };
    private static readonly Option<bool> Failed = new("--failed") { Description = "Only reports with failed sessions." };
    private static readonly Option<bool> Aside = new("--aside") { Description = "Only reports about domains that are not enrolled." };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many, the newest first.", HelpName = "N", DefaultValueFactory = _ => 100 };

    private static readonly Listing<ReportListing> Columns = new(
        new("number", "number", report => report.Place.ToString()),
        new("received", "receivedAt", report => report.ReceivedAt),
        new("by", "way", report => report.Way),
        new("reporter", "reporter", report => report.Reporter),
        new(null, "organization", report => report.Organization),
        new(null, "reportId", report => report.ReportId),
        new("from", "start", report => report.Start),
        new("to", "end", report => report.End),
        new("domains", "domains", report => report.Domains),
        new("good", "successful", report => Sessions(report).Successful),
        new("failed", "failed", report => Sessions(report).Failed),
        new("trust", "trust", report => report.Trust.ToText()),
        new(null, "signer", report => report.Signer),
        new("counts as", "standing", report => report.Standing));

    public static Command Create(Terminal terminal)
    {
        var common = new ReportVerbs(terminal);
        var verb = new Verb(
            "list",
            "List the reports that came in, the newest first. Sessions are as the policies of each report have them: for sums see `reports summary`.",
            "strictpost reports list example.org",
            "strictpost reports list --failed --days 7 --format csv")
        {
            Domain, Reporter, Failed, Aside, Limit,
        };
        return common.Finish(common.WithDays(verb), (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReportVerbs common, CancellationToken cancellation)
    {
        var (from, to) = common.Days(parsed);
        int limit = parsed.GetValue(Limit);
        if (limit is < 1 or > ReportFilter.Most)
            throw new Refusal($"{limit} is no number of reports to list.", $"Give `--limit` a number from 1 to {ReportFilter.Most}.");
        await using var database = await common.OpenAsync(parsed, cancellation);
        var domain = parsed.GetValue(Domain) is { } name ? ReportVerbs.Domain(name) : null;
        var reports = await new ReportListQuery(database).ReadAsync(new ReportFilter
        {
            Domain = domain?.Ascii,
            Reporter = parsed.GetValue(Reporter),
            Since = from,
            Until = to,
            FailedOnly = parsed.GetValue(Failed),
            Standing = parsed.GetValue(Aside) ? ReportStanding.Aside : null,
            Limit = limit,
        }, cancellation);
        if (domain is not null && reports.Count == 0)
            await common.ExpectKnownAsync(parsed, database, domain, cancellation);
        Columns.Print(common.Terminal, common.Format(parsed), reports, $"No such reports for the days {from:yyyy-MM-dd} to {to:yyyy-MM-dd}; look further back with `--days`.");
        if (reports.Count == limit)
            common.Terminal.Error.WriteLine($"These are the newest {limit}; see more with `--limit`.");
        return ExitCode.Fine;
    }

    /// <summary>Types of policies can mean the same sessions: the larger is shown, as <see cref="SessionCounting"/> has it.</summary>
    private static (long Successful, long Failed) Sessions(ReportListing report)
    {
        var (successful, failed) = (0L, 0L);
        foreach (var domain in report.Policies.GroupBy(policy => policy.Domain, StringComparer.Ordinal))
        {
            var types = domain.GroupBy(policy => policy.Type.ToUpperInvariant(), StringComparer.Ordinal)
                .Select(type => (Type: PolicyTypes.Read(type.Key), Successful: Sum(type, policy => policy.Successful), Failed: Sum(type, policy => policy.Failed)))
                .ToLookup(type => type.Type == PolicyType.NoPolicyFound);
            var counted = types[true].Concat(types[false].OrderByDescending(type => (SessionCount.Sum(type.Successful, type.Failed), type.Failed)).Take(1));
            foreach (var type in counted)
                (successful, failed) = (SessionCount.Sum(successful, type.Successful), SessionCount.Sum(failed, type.Failed));
        }

        return (successful, failed);
    }

    private static long Sum(IEnumerable<ListedPolicy> policies, Func<ListedPolicy, long> sessions) =>
        policies.Aggregate(0L, (sum, policy) => SessionCount.Sum(sum, sessions(policy)));
}
