using Microsoft.Extensions.Logging;
using StrictPost.Engine.Storage;

namespace StrictPost.Server.Hosting;

/// <summary>Keeps the table as the store says: everything at the start, then whatever other processes change.</summary>
internal sealed class PolicyUpdates(
    string dataFolder, PolicyTable table, Readiness readiness, TimeProvider time, ILogger<PolicyUpdates> logger) : IAsyncDisposable
{
    /// <summary>How often the store is asked; a change is served after this time at the latest.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private PolicyFeed? _feed;

    /// <summary>Reads all policies. Makes the store where there is none yet.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using (await DomainStore.OpenAsync(dataFolder, time, cancellationToken))
        {
            // Opening makes the store and brings it up to date.
        }

        await ReopenAsync(cancellationToken);
        logger.PoliciesLoaded(table.Count);
    }

    /// <summary>Follows the store until cancelled. A store that fails is tried again and again, while the last state is served.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                await FollowAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    public ValueTask DisposeAsync() => _feed?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_feed is null)
            {
                await ReopenAsync(cancellationToken);
                readiness.StoreWorks();
                logger.StoreWorksAgain(table.Count);
            }
            else if (await _feed.ReadChangesAsync(cancellationToken) is { Count: > 0 } changes)
            {
                table.Apply(changes);
                logger.PoliciesChanged(changes.Count);
            }
        }
        catch (StoreException fault)
        {
            await GiveUpFeedAsync(fault);
        }
    }

    private async Task ReopenAsync(CancellationToken cancellationToken)
    {
        var feed = await PolicyFeed.OpenAsync(dataFolder, cancellationToken);
        try
        {
            table.Load(await feed.ReadAllAsync(cancellationToken));
            _feed = feed;
        }
        catch
        {
            await feed.DisposeAsync();
            throw;
        }
    }

    private async Task GiveUpFeedAsync(StoreException fault)
    {
        readiness.StoreFailed(fault.Message);
        if (_feed is null)
            return;
        logger.StoreFailed(fault.Message, fault.Fix);
        await _feed.DisposeAsync();
        _feed = null;
    }
}
