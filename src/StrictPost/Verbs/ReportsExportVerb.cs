using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;
using StrictPost.Rendering;
using StrictPost.Reporting;

namespace StrictPost.Verbs;

/// <summary><c>strictpost reports export</c>: the sums, for another program.</summary>
internal static class ReportsExportVerb
{
    private enum Subject
    {
        /// <summary>Sessions by domain, day and reporter.</summary>
        Days,

        /// <summary>Failures by domain, day, reporter, policy, mail host, cause and network.</summary>
        Failures,
    }

    private static readonly Argument<string?> Domain = new("DOMAIN") { Description = "Only of this domain.", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<Subject> What = new("--of")
    {
        Description = "Sessions by day, or failures by day.",
        HelpName = "days|failures",
        DefaultValueFactory = _ => Subject.Days,
    };

    private static readonly Listing<(string Domain, DayOfReporter Day)> Days = new(
        new("domain", "domain", row => row.Domain),
        new("day", "day", row => row.Day.Counts.Day),
        new("reporter", "reporter", row => row.Day.Counts.Reporter),
        new("trust", "trust", row => row.Day.Trust.ToText()),
        new("reports", "reports", row => row.Day.Reports),
        new("succeeded", "successful", row => row.Day.Counts.Counts.Successful),
        new("refused", "refused", row => row.Day.Counts.Counts.Refused),
        new("delivered anyway", "delivered", row => row.Day.Counts.Counts.Delivered),
        new("unclear", "unclear", row => row.Day.Counts.Counts.Unclear));

    private static readonly Listing<(string Domain, FailureDay Failure, ReportTrust Trust)> Failures = new(
        new("domain", "domain", row => row.Domain),
        new("day", "day", row => row.Failure.Day),
        new("reporter", "reporter", row => row.Failure.Reporter),
        new("trust", "trust", row => row.Trust.ToText()),
        new("type", "policyType", row => row.Failure.Type.ToText()),
        new("version", "version", row => row.Failure.Version),
        new("mx", "mx", row => row.Failure.Mx),
        new("cause", "cause", row => row.Failure.Cause),
        new("result", "resultType", row => row.Failure.Result),
        new("network", "network", row => row.Failure.Network),
        new("sessions", "sessions", row => row.Failure.Sessions));

    public static Command Create(Terminal terminal)
    {
        var common = new ReportVerbs(terminal);
        var verb = new Verb(
            "export",
            "Print the daily sums for another program. Failures overlap: do not add them up across causes.",
            "strictpost reports export --days 365 --format csv > sessions.csv",
            "strictpost reports export example.org --of failures --format json")
        {
            Domain, What,
        };
        return common.Finish(common.WithDays(verb), (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReportVerbs common, CancellationToken cancellation)
    {
        var (from, to) = common.Days(parsed);
        await using var database = await common.OpenAsync(parsed, cancellation);
        var query = new ReportSummaryQuery(database);
        IReadOnlyList<DomainName> domains = parsed.GetValue(Domain) is { } name
            ? [ReportVerbs.Domain(name)]
            : [.. (await query.OverviewAsync(from, to, cancellation)).Select(total => ReportVerbs.Domain(total.Domain))];
        var format = common.Format(parsed);
        if (parsed.GetValue(What) == Subject.Failures)
        {
            await Failures.PrintAsync(common.Terminal, format, domains, async domain =>
                [.. (await query.FailuresAsync(domain, from, to, cancellation)).Select(row => (domain.Ascii, row.Failure, row.Trust))]);
        }
        else
        {
            await Days.PrintAsync(common.Terminal, format, domains, async domain =>
                [.. (await query.DaysAsync(domain, from, to, cancellation)).Select(day => (domain.Ascii, day))]);
        }

        return ExitCode.Fine;
    }
}
