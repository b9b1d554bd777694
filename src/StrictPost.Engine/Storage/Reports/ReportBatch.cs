using System.Data.Common;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>Where a report is: the delivery's number, and its place in it, from 1.</summary>
public readonly record struct ReportPlace(long Id, long Position)
{
    /// <summary>Such as <c>12</c>, or <c>12.2</c> for the second report of a delivery.</summary>
    public override string ToString() => Position == 1 ? $"{Id}" : $"{Id}.{Position}";
}

/// <summary>The commands of one transaction that stores reports, prepared once.</summary>
internal sealed class ReportBatch : IAsyncDisposable
{
    private readonly StoreWrite _write;
    private readonly KnownVersions _versions;
    private readonly Dictionary<string, bool> _enrolled = new(StringComparer.Ordinal);
    private readonly ReportRowWriter _rows;
    private readonly DbCommand _take;
    private readonly DbCommand _obstacle;
    private readonly DbCommand _find;
    private readonly DbCommand _enrolledNow;
    private bool _withdrew;

    public ReportBatch(StoreWrite write, KnownVersions versions)
    {
        (_write, _versions) = (write, versions);
        _versions.Begin();
        var connection = write.Connection;
        _rows = new ReportRowWriter(connection);
        _take = connection.Prepare(ReportSql.TakePending, "@id");
        _obstacle = connection.Prepare(ReportSql.AddObstacle, "@id", "@position", "@code", "@value", "@expected", "@detail", "@at");
        _find = connection.Prepare(ReportSql.FindCounted, "@identity");
        _enrolledNow = connection.Prepare(ReportSql.IsEnrolled, "@name");
    }

    public ReportSums Sums { get; } = new();

    /// <summary>Takes a delivery from what is pending; false where another process was first.</summary>
    public async Task<bool> TakeAsync(long id, CancellationToken cancellationToken) =>
        await _take.With(id).ExecuteNonQueryAsync(cancellationToken) > 0;

    public Task AddObstacleAsync(long id, int position, Finding obstacle, CancellationToken cancellationToken) => _obstacle.With(
        id, (long)position, obstacle.Code, StorableText.OrNull(obstacle.Value), StorableText.OrNull(obstacle.Expected), StorableText.OrNull(obstacle.Detail),
        _write.Now.ToUnixTimeMilliseconds()).ExecuteNonQueryAsync(cancellationToken);

    /// <summary>The copy that counts so far, of which there must be one.</summary>
    public async Task<(ReportPlace Place, ReportTrust Trust, ReportStanding Standing)> FindCountedAsync(string identity, CancellationToken cancellationToken)
    {
        await using var rows = await _find.With(identity).ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        var standing = rows.GetString(3) == ReportStanding.Counted.ToText() ? ReportStanding.Counted : ReportStanding.Aside;
        return (new ReportPlace(rows.GetInt64(0), rows.GetInt64(1)), (ReportTrust)rows.GetInt64(2), standing);
    }

    /// <summary>Notes which of a report's domains are enrolled.</summary>
    public async Task<SummedReport> EnrolAsync(SummedReport summed, CancellationToken cancellationToken)
    {
        var policies = summed.Policies.ToBuilder();
        for (int i = 0; i < policies.Count; i++)
            policies[i] = policies[i] with { IsCounted = await IsEnrolledAsync(policies[i].Policy.Domain.Ascii, cancellationToken) };
        return summed with { Policies = policies.DrainToImmutable() };
    }

    /// <returns>False where another copy counts, and this one is not to be a copy; then nothing was added.</returns>
    public async Task<bool> TryAddAsync(
        ReportPlace place, string identity, ReportStanding standing, FoundReport found, SummedReport summed, CancellationToken cancellationToken)
    {
        if (!await _rows.AddReportAsync(place, identity, standing, found, summed, cancellationToken))
            return false;
        for (int i = 0; i < summed.Policies.Length; i++)
        {
            var policy = summed.Policies[i];
            await _rows.AddPolicyAsync(place, i + 1, policy, isCounted: policy.IsCounted && standing == ReportStanding.Counted, cancellationToken);
            if (policy.Version.Length > 0 && _versions.IsNew(policy.Version))
                await _rows.AddVersionAsync(policy, cancellationToken);
        }

        return true;
    }

    /// <summary>Takes a report out of the sums: a surer copy counts in its place.</summary>
    public async Task WithdrawAsync(ReportPlace place, CancellationToken cancellationToken)
    {
        if (await ReportRows.LoadSummedAsync(_write.Connection, place, cancellationToken) is { } summed)
            Sums.Add(summed, takeAway: true);
        await _rows.MakeCopyAsync(place, cancellationToken);
        _withdrew = true;
    }

    /// <summary>Writes the sums.</summary>
    public Task FinishAsync(CancellationToken cancellationToken) => ReportSumWriter.WriteAsync(_write.Connection, Sums, _withdrew, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync();
        await _take.DisposeAsync();
        await _obstacle.DisposeAsync();
        await _find.DisposeAsync();
        await _enrolledNow.DisposeAsync();
    }

    private async Task<bool> IsEnrolledAsync(string domain, CancellationToken cancellationToken)
    {
        if (!_enrolled.TryGetValue(domain, out bool enrolled))
        {
            enrolled = await _enrolledNow.With(domain).ExecuteScalarAsync(cancellationToken) is > 0L;
            _enrolled.Add(domain, enrolled);
        }

        return enrolled;
    }
}
