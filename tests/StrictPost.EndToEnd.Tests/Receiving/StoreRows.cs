using Microsoft.Data.Sqlite;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>What a store holds, as its tables have it.</summary>
internal static class StoreRows
{
    /// <summary>What a report leaves behind, but for its number, its way and its trust.</summary>
    private static readonly string[] OfReports =
    [
        "SELECT identity, standing, organization, reporter, report_id, contact, start_at, end_at, day FROM report",
        "SELECT report, position, domain, type, version, mx_hosts, successful, failed, counted FROM report_policy",
        "SELECT report, policy, position, result, cause, sending_ip, receiving_mx, receiving_helo, receiving_ip, sessions, reason, information FROM report_failure",
        "SELECT version, type, lines FROM report_version",
        "SELECT day, domain, reporter, reports, successful, refused, delivered, unclear FROM report_day",
        "SELECT day, domain, reporter, type, version, successful, failed FROM report_day_policy",
        "SELECT day, domain, reporter, type, version, mx, cause, result, network, sessions FROM report_day_failure",
        "SELECT month, domain, reports, successful, refused, delivered, unclear FROM report_domain_month",
        "SELECT id FROM report_quarantine",
    ];

    /// <summary>One line for each row.</summary>
    public static async Task<string[]> OfReportsAsync(Installation installation)
    {
        var rows = new List<string>();
        foreach (string sql in OfReports)
            rows.AddRange(await AskAsync(installation, sql));
        return [.. rows];
    }

    /// <summary>One line for each row.</summary>
    public static async Task<IReadOnlyList<string>> AskAsync(Installation installation, string sql)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var connection = new SqliteConnection($"Data Source={installation.File("data/strictpost.db")};Pooling=False;Mode=ReadWrite");
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var lines = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            lines.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
        return lines;
    }
}
