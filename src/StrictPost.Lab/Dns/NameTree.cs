using StrictPost.Lab.World;

namespace StrictPost.Lab.Dns;

/// <summary>
/// The names above those of a world, and its authoritative servers by name. RFC 8020: a name above one that exists must not be said to be missing.
/// </summary>
internal sealed class NameTree
{
    private readonly HashSet<string> _above = new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, LabNameServer> _nameServers = new(StringComparer.OrdinalIgnoreCase);

    private NameTree()
    {
    }

    /// <summary>The authoritative servers of all domains.</summary>
    public IReadOnlyDictionary<string, LabNameServer> NameServers => _nameServers;

    /// <summary>Walks a world once.</summary>
    public static NameTree Of(LabWorld world)
    {
        var tree = new NameTree();
        foreach (var domain in world.Domains.Values)
        {
            tree.AddAbove(domain.TlsRptRecord is null ? domain.Name : "_smtp._tls." + domain.Name);
            foreach (var server in domain.NameServers)
                tree.Add(server);
        }

        foreach (var host in world.MailHosts.Values)
            tree.AddAbove(host.Tlsa.IsEmpty ? host.Name : "_25._tcp." + host.Name);
        return tree;
    }

    /// <summary>Whether anything stands below a name.</summary>
    public bool HasBelow(string name) => name.Length == 0 || _above.Contains(name);

    private void Add(LabNameServer server)
    {
        _nameServers[server.Name] = server;
        AddAbove(server.Name);
    }

    private void AddAbove(string name)
    {
        var seen = _above.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var rest = name.AsSpan(); rest.IndexOf('.') is var dot and >= 0;)
        {
            rest = rest[(dot + 1)..];
            if (!seen.Add(rest))
                return; // and so everything above it
        }
    }
}
