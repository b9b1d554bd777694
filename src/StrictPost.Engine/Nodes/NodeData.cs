using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Nodes;

/// <summary>What a node knows: the store, and where others share it, a snapshot of its own for when that cannot be reached.</summary>
public sealed class NodeData : IAsyncDisposable
{
    private NodeData(StorePlace place, Database database, Snapshot? snapshot) => (Place, Database, Snapshot) = (place, database, snapshot);

    /// <summary>Where the store is, and the node's own folder.</summary>
    public StorePlace Place { get; }

    /// <summary>The store; nothing says that it can be reached.</summary>
    public Database Database { get; }

    /// <summary>Null where the store is a file beside us anyway.</summary>
    public Snapshot? Snapshot { get; }

    /// <summary>Names the store, and opens the snapshot.</summary>
    /// <exception cref="StoreException">The snapshot cannot be used, or the connection string cannot be read.</exception>
    public static async Task<NodeData> OpenAsync(StorePlace place, TimeProvider time, CancellationToken cancellationToken)
    {
        var database = Database.At(place, time);
        return new NodeData(place, database, place.Postgres is null ? null : await Snapshot.OpenAsync(place.Folder, time, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Snapshot is not null)
            await Snapshot.DisposeAsync();
        await Database.DisposeAsync();
    }
}
