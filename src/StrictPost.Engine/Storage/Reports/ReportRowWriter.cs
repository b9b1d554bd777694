using System.Data.Common;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.TlsRpt.Reports;

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

    public static object OrNull(string? text) => text is null ? DBNull.Value : text;

    public Task AddReportAsync(
        ReportPlace place, string identity, ReportStanding standing, FoundReport found, SummedReport summed, CancellationToken cancellationToken)
    {
        var report = found.Report;
        return _report.With(
            place.Id, place.Position, identity, standing.ToText(), report.Organization, summed.Reporter, report.ReportId, OrNull(report.ContactInfo),
            report.Start.ToUnixTimeMilliseconds(), report.End.ToUnixTimeMilliseconds(), summed.Day, (long)found.Trust, OrNull(found.Signer),
            OrNull(found.TrustDetail)).ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task AddPolicyAsync(ReportPlace place, int position, SummedPolicy summed, bool isCounted, CancellationToken cancellationToken)
    {
        var policy = summed.Policy;
        await _policy.With(
            place.Id, place.Position, (long)position, policy.Domain.Ascii, policy.TypeText, summed.Version,
            OrNull(policy.MxHosts.IsEmpty ? null : string.Join('\n', policy.MxHosts)), policy.Successful, policy.Failed, isCounted ? 1L : 0L)
            .ExecuteNonQueryAsync(cancellationToken);
        long number = 0;
        foreach (var failure in ReportedFailures.Of(policy))
            await AddFailureAsync(place, position, failure.Detail is null ? 0 : ++number, failure, cancellationToken);
    }

    public Task AddVersionAsync(SummedPolicy policy, CancellationToken cancellationToken) =>
        _version.With(policy.Version, policy.Policy.TypeText, string.Join('\n', policy.Policy.Lines)).ExecuteNonQueryAsync(cancellationToken);

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

    private Task AddFailureAsync(ReportPlace place, int policy, long number, ReportedFailure failure, CancellationToken cancellationToken)
    {
        var detail = failure.Detail;
        return _failure.With(
            place.Id, place.Position, (long)policy, number, detail?.ResultText ?? "", failure.Cause.Code, OrNull(detail?.SendingMtaIp),
            OrNull(detail?.ReceivingMx), OrNull(detail?.ReceivingHelo), OrNull(detail?.ReceivingIp), failure.Sessions, OrNull(detail?.ReasonCode),
            OrNull(detail?.AdditionalInformation)).ExecuteNonQueryAsync(cancellationToken);
    }
}
