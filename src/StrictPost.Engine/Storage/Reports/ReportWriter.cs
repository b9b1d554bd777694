using System.Collections.Immutable;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>A delivery that has been read, and is to be stored.</summary>
/// <param name="Accepted">What came.</param>
/// <param name="Reading">What is in it.</param>
/// <param name="Summed">What each report in it adds to the sums, in their order.</param>
internal sealed record ReadDelivery(AcceptedDelivery Accepted, DeliveryReading Reading, ImmutableArray<SummedReport> Summed)
{
    /// <summary>How many rows its policies and failures take.</summary>
    public int Rows { get; } = Reading.Reports.Sum(Plausibility.Rows);
}

/// <summary>
/// Stores what was read, in one transaction for many deliveries: 1. takes each from what is pending; 2. keeps what could not be understood;
/// 3. of copies of one report, lets one count that is believed; 4. adds up. Not for use from several threads at once.
/// </summary>
internal sealed class ReportWriter(Database database)
{
    private readonly KnownVersions _versions = new();

    /// <summary>Stores deliveries. One that another process has stored meanwhile is left as it is.</summary>
    /// <exception cref="StoreException">The store cannot be written; nothing was.</exception>
    public async Task<IReadOnlyList<StoredDelivery>> StoreAsync(IReadOnlyList<ReadDelivery> deliveries, CancellationToken cancellationToken)
    {
        var stored = await database.WriteAsync(async write =>
        {
            await using var batch = new ReportBatch(write, _versions);
            var results = new List<StoredDelivery>(deliveries.Count);
            foreach (var delivery in deliveries)
                results.Add(await StoreAsync(batch, delivery, cancellationToken));
            await batch.FinishAsync(cancellationToken);
            return results;
        }, cancellationToken);
        _versions.Committed();
        return stored;
    }

    private static async Task<StoredDelivery> StoreAsync(ReportBatch batch, ReadDelivery delivery, CancellationToken cancellationToken)
    {
        var (accepted, reading, summed) = delivery;
        var standings = ImmutableArray.CreateBuilder<ReportStanding>();
        if (await batch.TakeAsync(accepted.Id, cancellationToken))
        {
            for (int i = 0; i < reading.Obstacles.Length; i++)
                await batch.AddObstacleAsync(accepted.Id, i + 1, reading.Obstacles[i], cancellationToken);
            for (int i = 0; i < reading.Reports.Length; i++)
                standings.Add(await StoreAsync(batch, new ReportPlace(accepted.Id, i + 1), reading.Reports[i], summed[i], cancellationToken));
        }

        return new StoredDelivery(accepted.Id, accepted.Delivery, reading, standings.ToImmutable());
    }

    private static async Task<ReportStanding> StoreAsync(ReportBatch batch, ReportPlace place, FoundReport found, SummedReport sums, CancellationToken cancellationToken)
    {
        string identity = ReportIdentity.Of(found.Report);
        var summed = await batch.EnrolAsync(sums, cancellationToken);
        var standing = summed.Policies.Any(policy => policy.IsCounted) ? ReportStanding.Counted : ReportStanding.Aside;
        if (!await batch.TryAddAsync(place, identity, standing, found, summed, cancellationToken))
        {
            standing = await SettleAsync(batch, identity, standing, found.Trust, cancellationToken);
            await batch.TryAddAsync(place, identity, standing, found, summed, cancellationToken);
        }

        if (standing == ReportStanding.Counted)
            batch.Sums.Add(summed);
        return standing;
    }

    /// <summary>Another copy is there already: decides which of the two counts, and makes room where it is the new one.</summary>
    private static async Task<ReportStanding> SettleAsync(
        ReportBatch batch, string identity, ReportStanding wanted, ReportTrust trust, CancellationToken cancellationToken)
    {
        var other = await batch.FindCountedAsync(identity, cancellationToken);
        // Among those that prove nothing the first one counts: else whoever knows how to be a little surer could displace the others.
        bool surer = (trust.IsVerified() && trust > other.Trust) || (other.Standing == ReportStanding.Aside && wanted == ReportStanding.Counted);
        if (!surer)
            return ReportStanding.Copy;
        await batch.WithdrawAsync(other.Place, cancellationToken);
        return wanted;
    }
}
