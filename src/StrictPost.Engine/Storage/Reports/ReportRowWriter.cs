using System.Data.Common;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.TlsRpt.Causes;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>Writes a report as rows.</summary>
internal sealed class ReportRowWriter(DbConnection connection) : IAsyncDisposable
{
    private readonly DbCommand _report = connection.Prepare(
        ReportSql.AddReport, "@id", "@position", "@identity", "@standing", "@organization", "@reporter", "@reportId", "@contact", "@start", "@end",
        "@day", "@trust", "@signer", "@detail");

    private readonly DbCommand _policy = connection.Prepare(
        ReportSql.AddPolicy, "@id", "@report", "@position", "@domain", "@type", "@version", "@mx", "@successful", "@failed", "@counted");

    private readonly DbCommand _failure = connection.Prepare(
        ReportSql.AddFailure, "@id", "@report", "@policy", "@position", "@result", "@cause", "@sending", "@mx", "@helo", "@receiving",
        "@sessions", "@reason", "@information");

    private readonly DbCommand _version = connection.Prepare(ReportSql.AddVersion, "@version", "@type", "@lines");
    private readonly DbCommand _copy = connection.Prepare(ReportSql.MakeCopy, "@id", "@position");
    private readonly DbCommand _uncount = connection.Prepare(ReportSql.Uncount, "@id", "@report");

    /// <returns>False where another copy counts, and this one is not to be a copy.</returns>
    public async Task<bool> AddReportAsync(
        ReportPlace place, string identity, ReportStanding standing, FoundReport found, SummedReport summed, CancellationToken cancellationToken)
    {
        var report = found.Report;
        return await _report.With(
            place.Id, place.Position, identity, standing.ToText(), StorableText.Of(report.Organization), StorableText.Of(summed.Reporter), StorableText.Of(report.ReportId), StorableText.OrNull(report.ContactInfo),
            report.Start.ToUnixTimeMilliseconds(), report.End.ToUnixTimeMilliseconds(), summed.Day, (long)found.Trust, StorableText.OrNull(found.Signer),
            StorableText.OrNull(found.TrustDetail)).ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    public async Task AddPolicyAsync(ReportPlace place, int position, SummedPolicy summed, bool isCounted, CancellationToken cancellationToken)
    {
        var policy = summed.Policy;
        await _policy.With(
            place.Id, place.Position, (long)position, policy.Domain.Ascii, StorableText.Of(policy.TypeText), summed.Version,
            StorableText.OrNull(policy.MxHosts.IsEmpty ? null : string.Join('\n', policy.MxHosts)), policy.Successful, policy.Failed, isCounted ? 1L : 0L)
            .ExecuteNonQueryAsync(cancellationToken);
        long number = 0;
        foreach (var failure in summed.Reported)
            await AddFailureAsync(place, position, failure.Detail is null ? 0 : ++number, failure, cancellationToken);
    }

    public Task AddVersionAsync(SummedPolicy policy, CancellationToken cancellationToken) =>
        _version.With(policy.Version, StorableText.Of(policy.Policy.TypeText), StorableText.Of(string.Join('\n', policy.Policy.Lines))).ExecuteNonQueryAsync(cancellationToken);

    /// <summary>The report counts for nothing any more.</summary>
    public async Task MakeCopyAsync(ReportPlace place, CancellationToken cancellationToken)
    {
        await _copy.With(place.Id, place.Position).ExecuteNonQueryAsync(cancellationToken);
        await _uncount.With(place.Id, place.Position).ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _report.DisposeAsync();
        await _policy.DisposeAsync();
        await _failure.DisposeAsync();
        await _version.DisposeAsync();
        await _copy.DisposeAsync();
        await _uncount.DisposeAsync();
    }

    private Task<int> AddFailureAsync(ReportPlace place, int policy, long number, ReportedFailure failure, CancellationToken cancellationToken)
    {
        var detail = failure.Detail;
        return _failure.With(
            place.Id, place.Position, (long)policy, number, StorableText.Of(detail?.ResultText ?? ""), failure.Cause.Code, StorableText.OrNull(detail?.SendingMtaIp),
            StorableText.OrNull(detail?.ReceivingMx), StorableText.OrNull(detail?.ReceivingHelo), StorableText.OrNull(detail?.ReceivingIp), failure.Sessions, StorableText.OrNull(detail?.ReasonCode),
            StorableText.OrNull(detail?.AdditionalInformation)).ExecuteNonQueryAsync(cancellationToken);
    }
}
