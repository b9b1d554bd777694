using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Engine.Publishing;

/// <summary>
/// Gives every enrolled domain its names in the delegation zone, as soon as it is enrolled: a domain whose aliases lead there has a policy
/// host without anybody touching DNS again. The record itself is for a change to publish. Several nodes may do so at once; doing it again
/// changes nothing.
/// </summary>
/// <param name="database">The store.</param>
/// <param name="publisher">The zone.</param>
/// <param name="reports">Where a domain's reports are to go; null for nowhere.</param>
/// <param name="tell">Told of a domain whose names could not be published, and why.</param>
public sealed class DelegationWorker(
    Database database, DelegationPublisher publisher, Func<DomainName, CancellationToken, Task<TlsRptRecord?>> reports, Action<DomainName, string> tell) : INodeWork
{
    private const int MostAtOnce = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Somebody may have changed the zone.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(6);

    /// <summary>When it is time to look at a domain's names; whoever is not in it is new.</summary>
    private readonly Dictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await RoundAsync(cancellationToken);
                await Task.Delay(Pause, database.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It was told to end.
        }
    }

    /// <summary>Brings the zone up to date for the domains for which it is time.</summary>
    public async Task RoundAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> enrolled;
        try
        {
            enrolled = await new DomainStore(database).NamesAsync(cancellationToken);
        }
        catch (StoreException)
        {
            // Others tell of it; the zone stays as it is.
            return;
        }

        var now = database.Time.GetUtcNow();
        foreach (string gone in _due.Keys.Except(enrolled, StringComparer.Ordinal).ToList())
            _due.Remove(gone);
        var due = enrolled.Where(name => !_due.TryGetValue(name, out var at) || at <= now).ToList();
        var outcomes = new (string Name, PublishOutcome? Outcome)[due.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, due.Count, options, async (i, cancelled) => outcomes[i] = (due[i], await EnrolAsync(due[i], cancelled)));
        foreach (var (name, outcome) in outcomes)
            Note(name, outcome, now);
    }

    private async Task<PublishOutcome?> EnrolAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return DomainName.Parse(name).Value is { } domain
                ? await publisher.EnrolAsync(domain, await reports(domain, cancellationToken), cancellationToken)
                : null;
        }
        catch (StoreException)
        {
            return new PublishOutcome.Failed("The store cannot be used", MayPass: true);
        }
    }

    private void Note(string name, PublishOutcome? outcome, DateTimeOffset now)
    {
        string? trouble = outcome switch
        {
            PublishOutcome.ByHand byHand => byHand.Why,
            PublishOutcome.Conflict conflict => $"somebody else's text is there: {string.Join(" | ", conflict.Found)}",
            PublishOutcome.Failed failed => failed.Why,
            _ => null,
        };
        _due[name] = now + (trouble is null ? LookAgain : TimeSpan.FromMinutes(1));
        if (trouble is not null && DomainName.Parse(name).Value is { } domain)
            tell(domain, trouble);
    }
}
