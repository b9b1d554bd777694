using System.Net.Security;
using Microsoft.Extensions.Logging;
using StrictPost.Engine.Certificates;

namespace StrictPost.Server.Hosting;

/// <summary>
/// The TLS settings of policy hosts, each made when a client first asks for the host, and kept for the hosts that were
/// asked for last. Made anew when the certificate changes, by one thread while the others go on with the old one.
/// </summary>
internal sealed class TlsCertificates(ICertificateSource source, int capacity, TimeProvider time, ILogger<TlsCertificates> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<TlsHost>> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<TlsHost> _byUse = new();

    /// <summary>The settings to shake hands with, or null where the host has no usable certificate.</summary>
    /// <param name="host">A policy host of ours.</param>
    public SslServerAuthenticationOptions? Find(string host) => Enter(host).Current(source, time.GetUtcNow(), logger);

    /// <summary>The host's entry, moved to the front; the one that was not asked for longest makes room for a new one.</summary>
    private TlsHost Enter(string host)
    {
        lock (_gate)
        {
            if (_hosts.TryGetValue(host, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value;
            }

            if (_hosts.Count >= capacity)
            {
                _hosts.Remove(_byUse.Last!.Value.Name);
                _byUse.RemoveLast();
            }

            node = _byUse.AddFirst(new TlsHost(host.ToLowerInvariant()));
            _hosts.Add(node.Value.Name, node);
            return node.Value;
        }
    }
}
