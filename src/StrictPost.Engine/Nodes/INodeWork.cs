namespace StrictPost.Engine.Nodes;

/// <summary>Something that a node does for as long as it serves, beside serving.</summary>
public interface INodeWork
{
    /// <summary>Goes on until cancelled, and then ends in order. The world's failures are dealt with inside: one that comes out is a bug.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
