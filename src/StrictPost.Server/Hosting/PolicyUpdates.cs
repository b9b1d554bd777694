using Microsoft.Extensions.Logging;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Server.Recording;

namespace StrictPost.Server.Hosting;

/// <summary>Keeps the table as the store says: everything at the start, then whatever other processes change.</summary>
internal sealed class PolicyUpdates(
    NodeData data, SnapshotKeeper? keeper, PolicyTable table, LedgerWriter ledger, Readiness readiness, TimeProvider time, ILogger<PolicyUpdates> logger)
    : INodeWork, IAsyncDisposable
{
    /// <summary>How long to wait before a store that failed is tried again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private StoreFeed? _feed;

    /// <summary>Reads all policies. Makes the store where there is none yet; where it cannot be reached, the snapshot will do.</summary>
    /// <exception cref="StoreException">The store cannot be used, and there is no snapshot.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await data.Database.MigrateAsync(cancellationToken);
            await ledger.EnterAsync(cancellationToken);
            await ReopenAsync(cancellationToken);
            logger.PoliciesLoaded(table.Count);
        }
        catch (StoreException fault) when (data.Snapshot is not null)
        {
            await LoadSnapshotAsync(data.Snapshot, cancellationToken);
            if (table.Count == 0)
                throw;
            readiness.StoreFailed(fault.Message);
            logger.ServingSnapshot(fault.Message, table.Count, fault.Fix);
        }
    }

    /// <summary>Follows the store until cancelled. A store that fails is tried again and again, while the last state is served.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
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

            await _feed!.WaitAsync(cancellationToken);
            if (await _feed.ReadChangesAsync(cancellationToken) is { IsEmpty: false } changes)
            {
                table.Apply(changes.Policies, changes.Sequence);
                logger.PoliciesChanged(changes.Policies.Count);
                keeper?.NoteChange();
            }
        }
        catch (StoreException fault)
        {
            await GiveUpFeedAsync(fault);
            await Task.Delay(Patience, time, cancellationToken);
        }
    }

    private async Task ReopenAsync(CancellationToken cancellationToken)
    {
        var feed = await StoreFeed.OpenAsync(data.Database, cancellationToken);
        try
        {
            var policies = await feed.ReadAllAsync(cancellationToken);
            table.Load(policies, feed.Sequence);
            _feed = feed;
            keeper?.NoteChange();
        }
        catch
        {
            await feed.DisposeAsync();
            throw;
        }
    }

    private async Task LoadSnapshotAsync(Snapshot known, CancellationToken cancellationToken)
    {
        await using var feed = await StoreFeed.OpenAsync(known.Database, cancellationToken);
        var policies = await feed.ReadAllAsync(cancellationToken);
        table.Load(policies, feed.Sequence);
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
