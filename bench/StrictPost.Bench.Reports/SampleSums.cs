using System.Data.Common;
using StrictPost.Engine.Storage;

namespace StrictPost.Bench.Reports;

/// <summary>A year of sums, written as rows: half of them sessions by policy, half failures.</summary>
internal static class SampleSums
{
    private const int Days = 365;

    /// <summary>2026-01-01, in days since 1970.</summary>
    private const int FirstDay = 20_454;

    public static Task FillAsync(Database database, int rows, int domains, CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        int perDay = Math.Max(rows / Days / domains, 4);
        for (int day = 0; day < Days; day++)
        {
            for (int domain = 0; domain < domains; domain++)
                await FillAsync(write.Connection, FirstDay + day, SampleReports.Domain(domain), perDay, cancellationToken);
        }

        await write.Connection.ExecuteAsync(Months, cancellationToken);
        return true;
    }, cancellationToken);

    private const string Months =
        """
        INSERT INTO report_domain_month (month, domain, verified, reports, successful, refused, delivered, unclear)
        SELECT (2026 - 1970) * 12 + (day - 20454) * 12 / 365, domain, 1, sum(reports), sum(successful), sum(refused), sum(delivered), sum(unclear)
        FROM report_day GROUP BY 1, domain;
        INSERT INTO report_domain_day (day, domain, verified, reports, successful, refused, delivered, unclear)
        SELECT day, domain, 1, sum(reports), sum(successful), sum(refused), sum(delivered), sum(unclear) FROM report_day GROUP BY day, domain;
        """;

    private static async Task FillAsync(DbConnection connection, long day, string domain, int rows, CancellationToken cancellationToken)
    {
        var sql = new System.Text.StringBuilder();
        int reporters = Math.Max(rows / 5, 1);
        Append(sql, "report_day (day, domain, reporter, trust, reports, successful, refused, delivered, unclear)", reporters, i => $"({day}, '{domain}', 'r{i}.example', 5, 1, 90, 3, 0, 0)");
        Append(sql, "report_day_policy (day, domain, reporter, trust, type, version, successful, failed)", reporters * 2, i => $"({day}, '{domain}', 'r{i / 2}.example', 5, 'sts', '00000000000000{i % 2:D2}', 45, 2)");
        Append(
            sql, "report_day_failure (day, domain, reporter, trust, type, version, mx, cause, result, network, sessions)", rows - (reporters * 3),
            i => $"({day}, '{domain}', 'r{i % reporters}.example', 5, 'sts', '0000000000000000', 'mx{i / reporters}.{domain}', 'reported-certificate-expired', 'certificate-expired', '192.0.2.0/24', 2)");
        await connection.ExecuteAsync(sql.ToString(), cancellationToken);
    }

    private static void Append(System.Text.StringBuilder sql, string into, int count, Func<int, string> values)
    {
        if (count > 0)
            sql.Append("INSERT INTO ").Append(into).Append(" VALUES ").AppendJoin(',', Enumerable.Range(0, count).Select(values)).Append(";\n");
    }
}
