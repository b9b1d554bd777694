using StrictPost.Engine.Sending;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Reporting;

/// <summary>What is known of one address for reports after a test.</summary>
/// <param name="Address">As the record has it.</param>
/// <param name="IsDelivered">Whether it took the report.</param>
/// <param name="IsRefused">Whether it refused for certain.</param>
/// <param name="Arrived">By which way it came to this store; null where it did not.</param>
/// <param name="Detail">What happened, in sentences.</param>
internal sealed record ProvenAddress(string Address, bool IsDelivered, bool IsRefused, string? Arrived, string Detail);

/// <summary>Sends a test report, and looks for it in the store.</summary>
internal sealed class DeliveryProof(ReportSender sender, Database? database, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Sends a report of its own to one address.</summary>
    public async Task<ProvenAddress> OfAsync(DomainName domain, ReportUri address, CancellationToken cancellation)
    {
        var report = TestReport.New(domain, time.GetUtcNow());
        var outcome = await sender.SendAsync(report, address, cancellation);
        if (!outcome.IsAccepted)
            return new ProvenAddress(address.Text, false, outcome.IsCertain, null, outcome.Detail);
        if (database is null)
            return new ProvenAddress(address.Text, true, false, null, $"{outcome.Detail} There is no store here to look for it: name it with --data.");
        return await LookAsync(database, report, cancellation) is { } found
            ? new ProvenAddress(address.Text, true, false, found.Way, $"{outcome.Detail} It is here, with trust {Protocol.TlsRpt.Reports.ReportTrusts.ToText(found.Trust)}, and forgotten again.")
            : new ProvenAddress(address.Text, true, false, null, $"{outcome.Detail} It did not come to this store within {patience.TotalSeconds} seconds; see `strictpost reports quarantine`.");
    }

    private async Task<ReportListing?> LookAsync(Database store, TestReport report, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        var filter = new ReportFilter { Domain = report.Domain.Ascii, ReportId = report.Id, Limit = 1 };
        while (time.GetElapsedTime(start) < patience)
        {
            if (await new ReportListQuery(store).ReadAsync(filter, cancellation) is [var found, ..])
            {
                await new ReportUndoing(store).RemoveAsync(found.Place.Id, cancellation);
                return found;
            }

            await Task.Delay(Interval, time, cancellation);
        }

        return null;
    }
}
