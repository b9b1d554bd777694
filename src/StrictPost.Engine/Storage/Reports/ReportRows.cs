using System.Collections.Immutable;
using System.Data.Common;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>Reads a report back from its rows.</summary>
internal static class ReportRows
{
    private const string Report = "SELECT day, reporter, trust FROM report WHERE id = @id AND position = @position;";

    private const string Policies =
        """
        SELECT p.position, p.domain, p.type, p.version, p.successful, p.failed, p.counted, v.lines
        FROM report_policy p LEFT JOIN report_version v ON v.version = p.version
        WHERE p.id = @id AND p.report = @position ORDER BY p.position;
        """;

    private const string Failures =
        """
        SELECT policy, receiving_mx, cause, result, sending_ip, sessions
        FROM report_failure WHERE id = @id AND report = @position ORDER BY policy, position;
        """;

    /// <summary>What a report adds to the sums, as it was counted; null where there is no such report.</summary>
    public static async Task<SummedReport?> LoadSummedAsync(DbConnection connection, ReportPlace place, CancellationToken cancellationToken)
    {
        var failures = await FailuresAsync(connection, place, cancellationToken);
        var policies = await PoliciesAsync(connection, place, failures, cancellationToken);
        await using var command = connection.Prepare(Report, "@id", "@position");
        await using var rows = await command.With(place.Id, place.Position).ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken)
            ? SummedReport.Of(rows.GetInt64(0), rows.GetString(1), (ReportTrust)rows.GetInt64(2), policies)
            : null;
    }

    /// <summary>The lines of a policy as a report gave them.</summary>
    public static ImmutableArray<string> Lines(string? text) => string.IsNullOrEmpty(text) ? [] : [.. text.Split('\n')];

    private static async Task<ILookup<long, SummedFailure>> FailuresAsync(DbConnection connection, ReportPlace place, CancellationToken cancellationToken)
    {
        var failures = new List<(long Policy, SummedFailure Failure)>();
        await using var command = connection.Prepare(Failures, "@id", "@position");
        await using var rows = await command.With(place.Id, place.Position).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            failures.Add((rows.GetInt64(0), new SummedFailure(
                SummedFailure.MxOf(rows.TextAt(1)), rows.GetString(2), rows.GetString(3), SummedFailure.NetworkOf(rows.TextAt(4)), rows.GetInt64(5))));
        }

        return failures.ToLookup(failure => failure.Policy, failure => failure.Failure);
    }

    private static async Task<ImmutableArray<SummedPolicy>> PoliciesAsync(
        DbConnection connection, ReportPlace place, ILookup<long, SummedFailure> failures, CancellationToken cancellationToken)
    {
        var policies = ImmutableArray.CreateBuilder<SummedPolicy>();
        await using var command = connection.Prepare(Policies, "@id", "@position");
        await using var rows = await command.With(place.Id, place.Position).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var policy = new ReportedPolicy
            {
                TypeText = rows.GetString(2),
                Domain = DomainName.Parse(rows.GetString(1)).Value!,
                Lines = Lines(rows.TextAt(7)),
                Successful = rows.GetInt64(4),
                Failed = rows.GetInt64(5),
            };
            policies.Add(new SummedPolicy(policy, rows.GetString(3), [.. failures[rows.GetInt64(0)]]) { IsCounted = rows.GetInt64(6) == 1 });
        }

        return policies.ToImmutable();
    }
}
