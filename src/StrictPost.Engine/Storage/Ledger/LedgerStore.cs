using System.Data.Common;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Ledger;

/// <summary>Who fetched a domain's policy lately.</summary>
/// <param name="Family">One of <see cref="SenderFamily"/>'s.</param>
/// <param name="Times">How often.</param>
/// <param name="LastAt">When last.</param>
/// <param name="Networks">From how many networks (/24 or /48).</param>
public sealed record FetchSummary(string Family, long Times, DateTimeOffset LastAt, long Networks);

/// <summary>What is on record for one domain.</summary>
/// <param name="Bodies">Every body that was ever published for it, the oldest first.</param>
/// <param name="Fetches">Who fetched in the last days, most often first.</param>
/// <param name="Behind">Nodes that have yet to report about what was retired; none when nothing is unsettled.</param>
public sealed record DomainLedger(IReadOnlyList<ServedBody> Bodies, IReadOnlyList<FetchSummary> Fetches, IReadOnlyList<ServingNode> Behind)
{
    /// <summary>How many days <see cref="Fetches"/> covers, with today; older ones are added up.</summary>
    public const int Days = 7;
}

/// <summary>Reads the ledger: every body that was ever published, and who got it. Safe for use from several threads.</summary>
public sealed class LedgerStore(Database database)
{
    /// <summary>What is on record for a domain, enrolled or not.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<DomainLedger> ReadAsync(DomainName domain, CancellationToken cancellationToken) => database.ReadAsync(async connection =>
        new DomainLedger(
            await BodiesAsync(connection, domain.Ascii, cancellationToken),
            await FetchesAsync(connection, domain.Ascii, cancellationToken),
            await BehindAsync(connection, domain.Ascii, cancellationToken)),
        cancellationToken);

    /// <summary>The bodies of every domain that leaves.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<ILookup<string, ServedBody>> ReadLeavingAsync(CancellationToken cancellationToken) => database.ReadAsync(async connection =>
    {
        await using var command = connection.Prepare(LedgerSql.BodiesOfLeaving, "@stopped");
        var bodies = await LedgerRows.ListAsync(command.With(StoppedBefore()), row => (Domain: row.GetString(0), Body: LedgerRows.Body(row)), cancellationToken);
        return bodies.ToLookup(body => body.Domain, body => body.Body, StringComparer.Ordinal);
    }, cancellationToken);

    /// <summary>
    /// Adds up who fetched on days that are long past: one row for each body and kind of program stays. Several nodes may do so at once.
    /// </summary>
    /// <returns>For how many domains; 0 when nothing is left to do.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task<int> FoldAsync(CancellationToken cancellationToken) => database.WriteAsync(async write =>
    {
        long day = FirstDay();
        await using var find = write.Connection.Prepare(LedgerSql.UnfoldedDomains, "@day");
        var domains = await LedgerRows.ListAsync(find.With(day), row => row.GetString(0), cancellationToken);
        await using var fold = write.Connection.Prepare(LedgerSql.Fold, "@any", "@name", "@day");
        await using var drop = write.Connection.Prepare(LedgerSql.DropFolded, "@name", "@day");
        foreach (string domain in domains)
        {
            await fold.With(FetchTotal.AnyNetwork, domain, day).ExecuteNonQueryAsync(cancellationToken);
            await drop.With(domain, day).ExecuteNonQueryAsync(cancellationToken);
        }

        return domains.Count;
    }, cancellationToken);

    private async Task<IReadOnlyList<ServedBody>> BodiesAsync(DbConnection connection, string domain, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(LedgerSql.BodiesOfOne, "@stopped", "@name");
        return await LedgerRows.ListAsync(command.With(StoppedBefore(), domain), LedgerRows.Body, cancellationToken);
    }

    private async Task<IReadOnlyList<FetchSummary>> FetchesAsync(DbConnection connection, string domain, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(LedgerSql.Fetches, "@name", "@day");
        return await LedgerRows.ListAsync(
            command.With(domain, FirstDay()),
            row => new FetchSummary(row.GetString(0), row.GetInt64(1), LedgerRows.Time(row, 2), row.GetInt64(3)),
            cancellationToken);
    }

    private async Task<IReadOnlyList<ServingNode>> BehindAsync(DbConnection connection, string domain, CancellationToken cancellationToken)
    {
        await using var command = connection.Prepare(LedgerSql.NodesBehind, "@stopped", "@name");
        return await LedgerRows.ListAsync(command.With(StoppedBefore(), domain), LedgerRows.Node, cancellationToken);
    }

    private long StoppedBefore() => (database.Time.GetUtcNow() - ServingNode.SnapshotLife).ToUnixTimeMilliseconds();

    private long FirstDay() => (database.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Days - (DomainLedger.Days - 1);
}
