using StrictPost.Engine.Storage;
using StrictPost.Server.Hosting;

namespace StrictPost.Server.Recording;

/// <summary>
/// Up to which change this node has come: what it serves, and what it would serve after a start without the store. Only what both have
/// followed can never be served again.
/// </summary>
internal sealed class FollowedChanges(PolicyTable table, Snapshot? snapshot, SnapshotKeeper? keeper)
{
    /// <summary>True where something is kept that may be served after the end of the process.</summary>
    public bool OutlivesTheProcess => snapshot is not null;

    /// <summary>The number of the last change. A snapshot that is behind is reminded.</summary>
    public long Sequence
    {
        get
        {
            long served = table.Sequence;
            if (snapshot is null || snapshot.Sequence >= served)
                return served;
            keeper?.NoteChange();
            return snapshot.Sequence;
        }
    }
}
