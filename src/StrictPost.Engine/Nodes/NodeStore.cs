using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Nodes;

/// <summary>What a node knows: the store, and where others share it, a snapshot of its own for when that cannot be reached.</summary>
public sealed class NodeStore : IAsyncDisposable
{
    private NodeStore(Database database, Snapshot? snapshot) => (Database, Snapshot) = (database, snapshot);

    /// <summary>The store; nothing says that it can be reached.</summary>
    public Database Database { get; }

    /// <summary>Null where the store is a file beside us anyway.</summary>
    public Snapshot? Snapshot { get; }

    /// <summary>Names the store, and opens the snapshot.</summary>
    /// <exception cref="StoreException">The snapshot cannot be used, or the connection string cannot be read.</exception>
    public static async Task<NodeStore> OpenAsync(StorePlace place, TimeProvider time, CancellationToken cancellationToken)
    {
        var database = Database.At(place, time);
        return new NodeStore(database, place.Postgres is null ? null : await Snapshot.OpenAsync(place.Folder, time, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Snapshot is not null)
            await Snapshot.DisposeAsync();
        await Database.DisposeAsync();
    }
}
