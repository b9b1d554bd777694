using System.Data.Common;
using StrictPost.Protocol.Changes.Gate;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>Sessions of one domain over a time.</summary>
/// <param name="Domain">In A-labels.</param>
/// <param name="Reports">How many reports.</param>
/// <param name="Verified">What believed reporters say.</param>
/// <param name="Unverified">What others say.</param>
public sealed record DomainTotal(string Domain, long Reports, SessionCount Verified, SessionCount Unverified);

/// <summary>What one reporter said of one domain on one day.</summary>
/// <param name="Counts">Sessions, each counted once.</param>
/// <param name="Trust">How sure the reporter is.</param>
/// <param name="Reports">How many reports.</param>
public sealed record DayOfReporter(ReporterDay Counts, ReportTrust Trust, long Reports);

/// <summary>A policy that reporters applied.</summary>
/// <param name="Type">Its type, as reported.</param>
/// <param name="Version">Which version; empty where the reports do not say.</param>
/// <param name="Successful">Sessions that succeeded under it.</param>
/// <param name="Failed">Sessions that failed under it.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day.</param>
public sealed record PolicyTotal(string Type, string Version, long Successful, long Failed, DateOnly First, DateOnly Last);

/// <summary>Reads the sums. Safe for use from several threads.</summary>
public sealed class ReportSummaryQuery(Database database)
{
    /// <summary>Sums lie by days: a domain is looked up in each.</summary>
    private const string Span = "WITH RECURSIVE span(day) AS (SELECT CAST(@from AS BIGINT) UNION ALL SELECT day + 1 FROM span WHERE day < @to)";

    private const string Days =
        $"""
        {Span} SELECT d.day, d.reporter, d.trust, d.reports, d.successful, d.refused, d.delivered, d.unclear
        FROM span CROSS JOIN report_day d WHERE d.day = span.day AND d.domain = @domain ORDER BY d.day, d.reporter, d.trust;
        """;

    private const string Failures =
        $"""
        {Span} SELECT d.day, d.reporter, d.trust, d.type, d.version, d.mx, d.cause, d.result, d.network, d.sessions
        FROM span CROSS JOIN report_day_failure d WHERE d.day = span.day AND d.domain = @domain ORDER BY d.day, d.reporter;
        """;

    private const string Policies =
        $"""
        {Span} SELECT d.type, d.version, sum(d.successful), sum(d.failed), min(d.day), max(d.day)
        FROM span CROSS JOIN report_day_policy d WHERE d.day = span.day AND d.domain = @domain
        GROUP BY d.type, d.version ORDER BY max(d.day) DESC, d.type, d.version;
        """;

    private const string PolicyDays =
        $"""
        {Span} SELECT d.day, d.reporter, d.trust, d.type, d.version, d.successful, d.failed
        FROM span CROSS JOIN report_day_policy d WHERE d.day = span.day AND d.domain = @domain ORDER BY d.day, d.reporter, d.trust, d.type, d.version;
        """;

    /// <summary>Whole months out of the months' sums, and the days before and after them.</summary>
    private const string Overview =
        """
        SELECT domain, verified, sum(reports), sum(successful), sum(refused), sum(delivered), sum(unclear) FROM (
          SELECT domain, verified, reports, successful, refused, delivered, unclear FROM report_domain_month WHERE month >= @firstMonth AND month < @endMonth
          UNION ALL
          SELECT domain, verified, reports, successful, refused, delivered, unclear FROM report_domain_day WHERE day >= @from AND day < @monthsBegin
          UNION ALL
          SELECT domain, verified, reports, successful, refused, delivered, unclear FROM report_domain_day WHERE day >= @monthsEnd AND day <= @to
        ) AS part GROUP BY domain, verified HAVING sum(reports) > 0 ORDER BY domain, verified;
        """;

    private const string FirstDay = "SELECT coalesce(min(day), 0) FROM report_day;";

    private const string Version = "SELECT type, lines FROM report_version WHERE version = @version;";

    /// <summary>What reporters said of a domain, by days.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<DayOfReporter>> DaysAsync(DomainName domain, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        ListAsync(Days, domain, from, to, row => new DayOfReporter(
            new ReporterDay(ReportDays.Day(row.GetInt64(0)), row.GetString(1), Count(row, 4)), (ReportTrust)row.GetInt64(2), row.GetInt64(3)),
            cancellationToken);

    /// <summary>What failed, by days, as reporters tell it apart; with how sure each is.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<(FailureDay Failure, ReportTrust Trust)>> FailuresAsync(
        DomainName domain, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        ListAsync(Failures, domain, from, to, row => (
            new FailureDay(
                ReportDays.Day(row.GetInt64(0)), row.GetString(1), PolicyTypes.Read(row.GetString(3)), row.GetString(4), row.GetString(5),
                row.GetString(6), row.GetString(7), row.GetString(8), row.GetInt64(9)),
            (ReportTrust)row.GetInt64(2)), cancellationToken);

    /// <summary>The policies that reporters applied to a domain, the last ones first. Types overlap: their sessions must not be added up.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<PolicyTotal>> PoliciesAsync(DomainName domain, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        ListAsync(Policies, domain, from, to, row => new PolicyTotal(
            row.GetString(0), row.GetString(1), Whole(row, 2), Whole(row, 3), ReportDays.Day(row.GetInt64(4)), ReportDays.Day(row.GetInt64(5))),
            cancellationToken);

    /// <summary>The same, by days and reporters.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<PolicyDay>> PolicyDaysAsync(DomainName domain, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        ListAsync(PolicyDays, domain, from, to, row => new PolicyDay(
            ReportDays.Day(row.GetInt64(0)), row.GetString(1), (ReportTrust)row.GetInt64(2), PolicyTypes.Read(row.GetString(3)), row.GetString(4), Whole(row, 5), Whole(row, 6)),
            cancellationToken);

    /// <summary>The policies that versions stand for; those that are not known are left out.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyDictionary<string, AppliedPolicy>> VersionsAsync(IEnumerable<string> versions, CancellationToken cancellationToken) =>
        database.ReadAsync(async connection =>
        {
            var known = new Dictionary<string, AppliedPolicy>(StringComparer.Ordinal);
            await using var command = connection.Prepare(Version, "@version");
            foreach (string version in versions.Where(version => version.Length > 0).Distinct(StringComparer.Ordinal))
            {
                await using var rows = await command.With(version).ExecuteReaderAsync(cancellationToken);
                if (await rows.ReadAsync(cancellationToken))
                    known.Add(version, AppliedPolicy.Of(PolicyTypes.Read(rows.GetString(0)), ReportRows.Lines(rows.GetString(1))));
            }

            return (IReadOnlyDictionary<string, AppliedPolicy>)known;
        }, cancellationToken);

    /// <summary>All domains with reports, over a time.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<DomainTotal>> OverviewAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        var months = WholeMonths.In(from, to);
        var rows = new List<(string Domain, bool Verified, long Reports, SessionCount Count)>();
        await using var command = connection.Prepare(
            Overview, "@firstMonth", "@endMonth", "@from", "@monthsBegin", "@monthsEnd", "@to");
        await using var reader = await command.With(
            months.First, months.End, ReportDays.Number(from), ReportDays.Number(months.Begins), ReportDays.Number(months.Ends), ReportDays.Number(to)).ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add((reader.GetString(0), Whole(reader, 1) == 1, Whole(reader, 2), Count(reader, 3)));
        return (IReadOnlyList<DomainTotal>)[.. rows.GroupBy(row => row.Domain, StringComparer.Ordinal).Select(Total)];
    }, cancellationToken);

    private static DomainTotal Total(IGrouping<string, (string Domain, bool Verified, long Reports, SessionCount Count)> rows) => new(
        rows.Key, rows.Sum(row => row.Reports), rows.FirstOrDefault(row => row.Verified).Count, rows.FirstOrDefault(row => !row.Verified).Count);

    private Task<IReadOnlyList<T>> ListAsync<T>(
        string sql, DomainName domain, DateOnly from, DateOnly to, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        database.ReadAsync(async connection =>
        {
            var list = new List<T>();
            long first = Math.Max(ReportDays.Number(from), await connection.NumberAsync(FirstDay, cancellationToken));
            await using var command = connection.Prepare(sql, "@domain", "@from", "@to");
            await using var rows = await command.With(domain.Ascii, first, ReportDays.Number(to)).ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
                list.Add(read(rows));
            return (IReadOnlyList<T>)list;
        }, cancellationToken);

    private static SessionCount Count(DbDataReader row, int column) =>
        new(Whole(row, column), Whole(row, column + 1), Whole(row, column + 2), Whole(row, column + 3));

    /// <summary>PostgreSQL's sums of bigint are numeric.</summary>
    private static long Whole(DbDataReader row, int column) => row.GetFieldValue<object>(column) switch
    {
        long whole => whole,
        int whole => whole,
        decimal whole => (long)Math.Min(whole, long.MaxValue),
        _ => 0,
    };
}
