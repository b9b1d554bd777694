using Microsoft.Extensions.Logging;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;

namespace StrictPost.Server.Hosting;

/// <summary>Keeps a node's snapshot of the shared store up to date, behind the back of those who serve.</summary>
internal sealed class SnapshotKeeper(Database shared, Snapshot snapshot, ILogger<SnapshotKeeper> logger) : INodeWork, IDisposable
{
    /// <summary>Holds one note at most: one look takes in all that changed.</summary>
    private readonly SemaphoreSlim _changed = new(0, 1);

    /// <summary>Notes that the shared store has changed, or can be reached again.</summary>
    public void NoteChange()
    {
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // The note is there already.
        }
    }

    /// <summary>Follows the shared store until cancelled. What fails is tried again at the next change.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _changed.WaitAsync(cancellationToken);
                await FollowAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    public void Dispose() => _changed.Dispose();

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await snapshot.FollowAsync(shared, cancellationToken);
        }
        catch (StoreException fault)
        {
            logger.SnapshotBehind(fault.Message, fault.Fix);
        }
    }
}
