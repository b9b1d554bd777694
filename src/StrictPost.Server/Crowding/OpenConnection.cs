using Microsoft.AspNetCore.Connections;
using StrictPost.Engine.Nodes;

namespace StrictPost.Server.Crowding;

/// <summary>A connection that is counted, and when it last got a request or an answer. Travels among the connection's features.</summary>
internal sealed class OpenConnection(ConnectionContext connection, ClientNetwork? network, long now)
{
    private long _heardAt = now;

    /// <summary>Null where it is not counted with others.</summary>
    public ClientNetwork? Network => network;

    /// <summary>In the ticks of the server's <see cref="TimeProvider"/>.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    public void Hear(long now) => Volatile.Write(ref _heardAt, now);

    public void Abort() => connection.Abort(new ConnectionAbortedException("Others need the room."));
}
