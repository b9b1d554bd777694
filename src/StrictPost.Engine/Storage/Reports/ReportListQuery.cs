using System.Collections.Immutable;
using System.Data.Common;
using System.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>Lists reports. Safe for use from several threads.</summary>
public sealed class ReportListQuery(Database database)
{
    private const string Columns =
        "r.id, r.position, w.received_at, w.way, r.organization, r.reporter, r.report_id, r.start_at, r.end_at, r.trust, r.signer, r.standing";

    private const string Policies =
        "SELECT domain, type, successful, failed FROM report_policy WHERE id = @id AND report = @report ORDER BY position;";

    /// <summary>The reports that a filter names, the last that came first.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<IReadOnlyList<ReportListing>> ReadAsync(ReportFilter filter, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        var found = await FindAsync(connection, filter, cancellationToken);
        await using var command = connection.Prepare(Policies, "@id", "@report");
        for (int i = 0; i < found.Count; i++)
            found[i] = found[i] with { Policies = await PoliciesAsync(command.With(found[i].Place.Id, found[i].Place.Position), cancellationToken) };
        return (IReadOnlyList<ReportListing>)found;
    }, cancellationToken);

    private static async Task<List<ReportListing>> FindAsync(DbConnection connection, ReportFilter filter, CancellationToken cancellationToken)
    {
        var (sql, names, values) = Select(filter);
        var found = new List<ReportListing>();
        await using var command = connection.Prepare(sql, names);
        await using var rows = await command.With(values).ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            found.Add(Read(rows));
        return found;
    }

    private static (string Sql, string[] Names, object[] Values) Select(ReportFilter filter)
    {
        var where = new StringBuilder();
        var parameters = new List<(string Name, object Value)>();
        void And(string condition, string name, object? value)
        {
            if (value is null)
                return;
            where.Append(where.Length == 0 ? " WHERE " : " AND ").Append(condition);
            parameters.Add((name, value));
        }

        const string ofPolicy = "EXISTS (SELECT 1 FROM report_policy p WHERE p.id = r.id AND p.report = r.position AND ";
        And("r.id IN (SELECT p.id FROM report_policy p WHERE p.domain = @domain) AND " + ofPolicy + "p.domain = @domain)", "@domain", filter.Domain);
        And("r.reporter = @reporter", "@reporter", filter.Reporter);
        And("r.day >= @since", "@since", filter.Since is { } since ? ReportDays.Number(since) : null);
        And("r.day <= @until", "@until", filter.Until is { } until ? ReportDays.Number(until) : null);
        And("r.standing = @standing", "@standing", filter.Standing?.ToText());
        And(ofPolicy + "p.failed > @none)", "@none", filter.FailedOnly ? 0L : null);
        parameters.Add(("@limit", (long)Math.Min(filter.Limit, ReportFilter.Most)));
        string sql = $"SELECT {Columns} FROM report r LEFT JOIN report_raw w ON w.id = r.id{where} ORDER BY r.id DESC, r.position LIMIT @limit;";
        return (sql, [.. parameters.Select(parameter => parameter.Name)], [.. parameters.Select(parameter => parameter.Value)]);
    }

    private static ReportListing Read(DbDataReader row) => new(
        new ReportPlace(row.GetInt64(0), row.GetInt64(1)), row.IsDBNull(2) ? null : Time(row, 2), row.TextAt(3), row.GetString(4), row.GetString(5),
        row.GetString(6), Time(row, 7), Time(row, 8), (ReportTrust)row.GetInt64(9), row.TextAt(10), row.GetString(11), []);

    private static async Task<ImmutableArray<ListedPolicy>> PoliciesAsync(DbCommand command, CancellationToken cancellationToken)
    {
        var policies = ImmutableArray.CreateBuilder<ListedPolicy>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            policies.Add(new ListedPolicy(rows.GetString(0), rows.GetString(1), rows.GetInt64(2), rows.GetInt64(3)));
        return policies.ToImmutable();
    }

    private static DateTimeOffset Time(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
