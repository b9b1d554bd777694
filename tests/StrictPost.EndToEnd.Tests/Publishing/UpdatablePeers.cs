using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Publishing;

/// <summary>One server of each kind, for tests that each keep to names of their own.</summary>
public sealed class UpdatablePeers : IAsyncLifetime
{
    private const string Records = """
        two TXT "one"
        two TXT "another"
        long TXT "v=STSv1; " "id=1;"
        alias CNAME text.alias
        *.wild TXT "v=spf1 -all"
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<PeerKind, UpdatablePeer> _peers = [];

    internal UpdatablePeer this[PeerKind kind] => _peers[kind];

    /// <summary>A folder that goes with the peers.</summary>
    internal string Folder => _folder.Path;

    public async ValueTask InitializeAsync()
    {
        foreach (var kind in Enum.GetValues<PeerKind>())
            _peers.Add(kind, await UpdatablePeer.StartAsync(kind, Directory.CreateDirectory(_folder.At($"{kind}")).FullName, Records));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers.Values)
            await peer.DisposeAsync();
        _folder.Dispose();
    }
}
