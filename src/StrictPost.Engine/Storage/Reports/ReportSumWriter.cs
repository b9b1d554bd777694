using System.Data.Common;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>Adds sums to those in the store.</summary>
internal static class ReportSumWriter
{
    /// <param name="connection">In a transaction.</param>
    /// <param name="sums">What to add; numbers below zero take away.</param>
    /// <param name="withdrew">Whether rows may have come to nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WriteAsync(DbConnection connection, ReportSums sums, bool withdrew, CancellationToken cancellationToken)
    {
        await WriteDaysAsync(connection, sums, cancellationToken);
        await WriteDomainsAsync(connection, ReportSql.AddDomainDay, sums, day => day, cancellationToken);
        await WriteDomainsAsync(connection, ReportSql.AddDomainMonth, sums, day => ReportDays.Month(ReportDays.Day(day)), cancellationToken);
        await WritePoliciesAsync(connection, sums, cancellationToken);
        await WriteFailuresAsync(connection, sums, cancellationToken);
        if (withdrew)
            await DropEmptyAsync(connection, sums, cancellationToken);
    }

    private static async Task WriteDaysAsync(DbConnection connection, ReportSums sums, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(
            ReportSql.AddDay, "@domain", "@day", "@reporter", "@trust", "@reports", "@successful", "@refused", "@delivered", "@unclear");
        foreach (var (key, sum) in sums.Days)
        {
            await command.With(
                key.Domain, key.Day, StorableText.Of(key.Reporter), (long)key.Trust, sum.Reports, sum.Successful, sum.Refused, sum.Delivered, sum.Unclear)
                .ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <param name="connection">In a transaction.</param>
    /// <param name="sql">Adds to one row.</param>
    /// <param name="sums">What to add.</param>
    /// <param name="time">The day, or the month that a day is in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private static async Task WriteDomainsAsync(
        DbConnection connection, string sql, ReportSums sums, Func<long, long> time, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(
            sql, "@time", "@domain", "@verified", "@reports", "@successful", "@refused", "@delivered", "@unclear");
        var rows = sums.Days.GroupBy(day => (
            Time: time(day.Key.Day), day.Key.Domain, Verified: ((ReportTrust)day.Key.Trust).IsVerified() ? 1L : 0L));
        foreach (var row in rows)
        {
            await command.With(
                row.Key.Time, row.Key.Domain, row.Key.Verified, row.Sum(day => day.Value.Reports), row.Sum(day => day.Value.Successful),
                row.Sum(day => day.Value.Refused), row.Sum(day => day.Value.Delivered), row.Sum(day => day.Value.Unclear))
                .ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task WritePoliciesAsync(DbConnection connection, ReportSums sums, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(
            ReportSql.AddDayPolicy, "@domain", "@day", "@reporter", "@trust", "@type", "@version", "@successful", "@failed");
        foreach (var (key, sum) in sums.Policies)
        {
            await command.With(
                key.Day.Domain, key.Day.Day, StorableText.Of(key.Day.Reporter), (long)key.Day.Trust, StorableText.Of(key.Type), key.Version, sum.Successful, sum.Failed)
                .ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task WriteFailuresAsync(DbConnection connection, ReportSums sums, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(
            ReportSql.AddDayFailure,
            "@domain", "@day", "@reporter", "@trust", "@type", "@version", "@mx", "@cause", "@result", "@network", "@sessions");
        foreach (var (key, sessions) in sums.Failures)
        {
            var (day, type, version) = key.Policy;
            await command.With(
                day.Domain, day.Day, StorableText.Of(day.Reporter), (long)day.Trust, StorableText.Of(type), version, StorableText.Of(key.Mx), key.Cause, StorableText.Of(key.Result), key.Network, sessions)
                .ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task DropEmptyAsync(DbConnection connection, ReportSums sums, CancellationToken cancellationToken)
    {
        foreach (string sql in ReportSql.DropEmpty)
        {
            await using var command = connection.Prepare(sql, "@domain", "@day");
            foreach (var (domain, day) in sums.Days.Keys.Select(key => (key.Domain, key.Day)).Distinct())
                await command.With(domain, day).ExecuteNonQueryAsync(cancellationToken);
        }

        await using var drop = connection.Prepare(ReportSql.DropEmptyMonth, "@domain", "@month");
        foreach (var (domain, month) in sums.Days.Keys.Select(key => (key.Domain, Month: ReportDays.Month(ReportDays.Day(key.Day)))).Distinct())
            await drop.With(domain, month).ExecuteNonQueryAsync(cancellationToken);
    }
}
