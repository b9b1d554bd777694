using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Rendering;
using StrictPost.Reporting;

namespace StrictPost.Verbs;

/// <summary><c>strictpost reports summary</c>: how many sessions succeeded, how many failed, and what that did to mail.</summary>
internal static class ReportsSummaryVerb
{
    private static readonly Argument<string?> Domain = new("DOMAIN") { Description = "One domain in detail; without it, all in a table.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Unverified = new("--unverified") { Description = "Believe reports whose sender is not proven, too." };

    private static readonly Listing<DomainTotal> Columns = new(
        new("domain", "domain", total => total.Domain),
        new("reports", "reports", total => total.Reports),
        new("succeeded", "successful", total => total.Verified.Successful),
        new("refused", "refused", total => total.Verified.Refused),
        new("delivered anyway", "delivered", total => total.Verified.Delivered),
        new("unclear", "unclear", total => total.Verified.Unclear),
        new("not proven: succeeded", "unverifiedSuccessful", total => total.Unverified.Successful),
        new("not proven: failed", "unverifiedFailed", total => total.Unverified.Failed));

    public static Command Create(Terminal terminal)
    {
        var common = new ReportVerbs(terminal);
        var verb = new Verb(
            "summary",
            "Count sessions, each once. Refused: mail was refused or delayed (mode enforce, DANE). Delivered anyway: it failed and went through (testing).",
            "strictpost reports summary",
            "strictpost reports summary example.org --days 90",
            "strictpost reports summary --days 365 --format csv")
        {
            Domain, Unverified,
        };
        return common.Finish(common.WithDays(verb), (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReportVerbs common, CancellationToken cancellation)
    {
        var (from, today) = common.Days(parsed);
        await using var database = await common.OpenAsync(parsed, cancellation);
        if (parsed.GetValue(Domain) is not { } name)
        {
            var totals = await new ReportSummaryQuery(database).OverviewAsync(from, today, cancellation);
            Columns.Print(common.Terminal, common.Format(parsed), totals, $"No reports since {from:yyyy-MM-dd}; look further back with `--days`.");
            return ExitCode.Fine;
        }

        var reports = await DomainReports.ReadAsync(database, ReportVerbs.Domain(name), from, today, parsed.GetValue(Unverified), cancellation);
        if (reports.IsEmpty)
            await common.ExpectKnownAsync(parsed, database, reports.Domain, cancellation);
        SummaryText.Print(common.Terminal, common.Format(parsed), reports, from, today);
        return ExitCode.Fine;
    }
}
