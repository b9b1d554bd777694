using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Ledger;

/// <summary>Domains that leave MTA-STS: they are served until no sender can hold an older policy. Safe for use from several threads.</summary>
public sealed class Departures(Database database)
{
    private readonly DomainStore _domains = new(database);
    private readonly LedgerStore _ledger = new(database);

    /// <summary>
    /// Lets a domain leave from now on; one that leaves already goes on. It is served with mode none, and a record with the new id tells
    /// senders to fetch that.
    /// </summary>
    /// <returns>How it stands; null when it is not enrolled.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public async Task<EnrolledDomain?> BeginAsync(DomainName domain, CancellationToken cancellationToken)
    {
        await using var transaction = await _domains.BeginAsync(cancellationToken);
        var enrolled = await transaction.FindAsync(domain, cancellationToken);
        if (enrolled is null or { LeavingSince: not null })
            return enrolled;
        var farewell = enrolled.Settings with { Policy = Departure.Farewell(enrolled.Settings.Policy) };
        var (_, leaving) = await transaction.SaveAsync(farewell, ToMilliseconds(transaction.Now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return leaving;
    }

    /// <summary>Ends the enrolment of every domain whose time has come. Several nodes may do so at once.</summary>
    /// <returns>Which.</returns>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<IReadOnlyList<DomainName>> EndAsync(CancellationToken cancellationToken)
    {
        var ended = new List<DomainName>();
        var over = await OverAsync(cancellationToken);
        if (over.Count == 0)
            return ended;
        await using var transaction = await _domains.BeginAsync(cancellationToken);
        foreach (var (domain, departure) in over)
        {
            // It may have been told to stay meanwhile.
            if ((await transaction.FindAsync(domain, cancellationToken))?.LeavingSince != departure.Since)
                continue;
            await transaction.RemoveAsync(domain, cancellationToken);
            ended.Add(domain);
        }

        await transaction.CommitAsync(cancellationToken);
        return ended;
    }

    private async Task<IReadOnlyList<(DomainName Domain, Departure Departure)>> OverAsync(CancellationToken cancellationToken)
    {
        var leaving = (await _domains.LeavingAsync(cancellationToken)).ToList();
        if (leaving.Count == 0)
            return [];
        var bodies = await _ledger.ReadLeavingAsync(cancellationToken);
        var now = database.Time.GetUtcNow();
        return
        [
            .. leaving
                .Select(domain => (domain.Domain, Departure: Departure.Of([.. bodies[domain.Domain.Ascii]], domain.Since, now)))
                .Where(domain => domain.Departure.IsOver(now)),
        ];
    }

    /// <summary>As it will be read back.</summary>
    private static DateTimeOffset ToMilliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
