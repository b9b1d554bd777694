using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Changes;

/// <summary>Something that happened to a change while nobody watched.</summary>
/// <param name="Domain">Of which domain.</param>
/// <param name="Text">What.</param>
/// <param name="IsTrouble">True where somebody has to mend something.</param>
public sealed record ChangeNote(DomainName? Domain, string Text, bool IsTrouble);

/// <summary>
/// Leads changes on while a node serves. Several nodes may run it: each look is taken by one of them. It also looks now and then at the
/// policies that others serve, so that the ledger of those domains has no holes.
/// </summary>
public sealed class ChangeWorker(Database database, ChangeRunner runner, ChangeObserver observer, Leases leases, Action<ChangeNote> tell) : INodeWork
{
    private const int MostAtOnce = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan RecheckInterval = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a process that has died keeps others from a domain's change. A look that takes longer does no harm: what two processes do at once
    /// is kept and done once.
    /// </summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);

    private readonly ChangeStore _store = new(database);
    private readonly SeenPolicyStore _seen = new(database);

    /// <summary>The name of the lease on a domain's change.</summary>
    public static string LeaseFor(DomainName domain) => $"change {domain}";

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var watchedAt = DateTimeOffset.MinValue;
            var recheckedAt = database.Time.GetUtcNow();
            while (true)
            {
                await RoundAsync(cancellationToken);
                if (database.Time.GetUtcNow() - watchedAt >= WatchInterval)
                {
                    watchedAt = database.Time.GetUtcNow();
                    await WatchAsync(cancellationToken);
                }

                if (database.Time.GetUtcNow() - recheckedAt >= RecheckInterval)
                {
                    recheckedAt = database.Time.GetUtcNow();
                    await RecheckAsync(cancellationToken);
                }

                await Task.Delay(Pause, database.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It was told to end.
        }
    }

    /// <summary>Looks at all changes for which it is time.</summary>
    public async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            var due = await _store.DueAsync(100, cancellationToken);
            var options = new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(due, options, async (change, cancelled) => await LookAsync(change, cancelled));
        }
        catch (StoreException fault)
        {
            tell(new ChangeNote(null, fault.Message, IsTrouble: true));
        }
    }

    private async Task LookAsync(StoredChange stored, CancellationToken cancellationToken)
    {
        var domain = stored.Change.Domain;
        string lease = LeaseFor(domain);
        if (!await leases.TryTakeAsync(lease, LeaseTime, cancellationToken))
            return;
        try
        {
            // Another process may have led it on since it was listed.
            if (await _store.FindAsync(stored.Id, cancellationToken) is not { Change.Standing: ChangeStanding.Running } current)
                return;
            var look = await runner.LookAsync(current, cancellationToken);
            Tell(current, look);
        }
        finally
        {
            await leases.GiveBackAsync(lease, CancellationToken.None);
        }
    }

    private void Tell(StoredChange before, ChangeLook look)
    {
        foreach (string text in ChangeEvents.Between(before.Change, look.Change.Change))
            tell(new ChangeNote(before.Change.Domain, text, IsTrouble: false));
        if ((look.Problem ?? look.Change.Trouble) is { } trouble && trouble != before.Trouble)
            tell(new ChangeNote(before.Change.Domain, trouble, IsTrouble: true));
    }

    private async Task RecheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var change in await runner.RecheckAsync(cancellationToken))
                tell(new ChangeNote(change.Change.Domain, $"Well again; batch {change.Batch} goes on.", IsTrouble: false));
        }
        catch (StoreException fault)
        {
            tell(new ChangeNote(null, fault.Message, IsTrouble: true));
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (string name in await _seen.DomainsAsync(cancellationToken))
            {
                if (DomainName.Parse(name).Value is { } domain)
                    await observer.LookAsync(domain, PolicyPlace.Elsewhere, ChangeQuestions.None, cancellationToken);
            }
        }
        catch (StoreException fault)
        {
            tell(new ChangeNote(null, fault.Message, IsTrouble: true));
        }
    }
}
