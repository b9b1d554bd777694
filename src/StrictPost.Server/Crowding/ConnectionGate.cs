using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using StrictPost.Server.Proxies;
using StrictPost.Engine.Nodes;

namespace StrictPost.Server.Crowding;

/// <summary>
/// Keeps room for everybody. One network gets so many connections at a time; and when all of them together become too many,
/// those go first that have been silent for longest. A sender that fetches a policy is gone again within a second, so
/// whoever hoards connections loses them first, and from however many networks they come, senders find room.
/// </summary>
/// <param name="perNetwork">Connections for a network at a time; 0 for any number. Trusted proxies are not counted.</param>
/// <param name="most">Connections in all; at nine tenths of it the silent ones begin to go.</param>
/// <param name="trusted">Machines that many clients come through.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionGate(int perNetwork, int most, TrustedProxies trusted, TimeProvider time)
{
    /// <summary>This part of all goes at a time, so that the search for them is rare.</summary>
    private const int GoingAtATime = 20;

    private readonly Lock _gate = new();
    private readonly HashSet<OpenConnection> _open = [];
    private readonly Dictionary<ClientNetwork, int> _networks = [];

    /// <summary>Counts the connections of these ports.</summary>
    public void PutUnder(ListenOptions listen) => listen.Use(next => connection => ServeAsync(connection, next));

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        ClientNetwork? network = perNetwork == 0 || address is null || trusted.Hold(address) ? null : ClientNetwork.Of(address);
        var open = new OpenConnection(connection, network, time.GetTimestamp());
        if (!TryEnter(open))
        {
            connection.Abort();
            return;
        }

        connection.Features.Set(open);
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(open);
        }
    }

    private bool TryEnter(OpenConnection open)
    {
        IReadOnlyList<OpenConnection> going = [];
        lock (_gate)
        {
            if (open.Network is { } network)
            {
                int others = _networks.GetValueOrDefault(network);
                if (others >= perNetwork)
                    return false;
                _networks[network] = others + 1;
            }

            if (_open.Count >= most - (most / 10))
                going = Silent();
            _open.Add(open);
        }

        foreach (var silent in going)
            silent.Abort();
        return true;
    }

    /// <summary>Takes those out that were silent for longest.</summary>
    private List<OpenConnection> Silent()
    {
        var going = _open.OrderBy(each => each.HeardAt).Take(Math.Max(1, most / GoingAtATime)).ToList();
        foreach (var each in going)
            Remove(each);
        return going;
    }

    private void Leave(OpenConnection open)
    {
        lock (_gate)
            Remove(open);
    }

    private void Remove(OpenConnection open)
    {
        if (!_open.Remove(open) || open.Network is not { } network)
            return;
        int left = _networks[network] - 1;
        if (left == 0)
            _networks.Remove(network);
        else
            _networks[network] = left;
    }
}
