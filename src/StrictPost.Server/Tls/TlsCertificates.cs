namespace StrictPost.Server.Tls;

/// <summary>
/// The certificates of policy hosts, each loaded when a client first asks for the host, and kept for the hosts that were
/// asked for last. Loaded anew when the certificate changes, by one caller while the others go on with the old one.
/// </summary>
/// <param name="loader">Where they come from.</param>
/// <param name="capacity">For how many hosts they are kept; at least 1.</param>
/// <param name="time">The clock.</param>
internal sealed class TlsCertificates<TReady>(CertificateLoader<TReady> loader, int capacity, TimeProvider time) : IDisposable
    where TReady : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<TlsHost<TReady>>> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<TlsHost<TReady>> _byUse = new();

    /// <summary>
    /// What to shake hands with, or null where the host has no usable certificate. It may be disposed at any time when the
    /// host is evicted or its certificate replaced; ask again then.
    /// </summary>
    /// <param name="host">A policy host of ours.</param>
    /// <param name="cancellationToken">Ends the wait, not the loading, which others may wait for.</param>
    public ValueTask<TReady?> FindAsync(string host, CancellationToken cancellationToken) =>
        Enter(host).CurrentAsync(loader, time.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var host in _byUse)
                host.Dispose();
            _byUse.Clear();
            _hosts.Clear();
        }
    }

    /// <summary>The host's entry, moved to the front; the one that was not asked for longest makes room for a new one.</summary>
    private TlsHost<TReady> Enter(string host)
    {
        lock (_gate)
        {
            if (_hosts.TryGetValue(host, out var node))
            {
                if (node != _byUse.First)
                {
                    _byUse.Remove(node);
                    _byUse.AddFirst(node);
                }

                return node.Value;
            }

            if (_hosts.Count >= capacity)
                Evict(_byUse.Last!);
            node = _byUse.AddFirst(new TlsHost<TReady>(host.ToLowerInvariant()));
            _hosts.Add(node.Value.Name, node);
            return node.Value;
        }
    }

    private void Evict(LinkedListNode<TlsHost<TReady>> node)
    {
        _hosts.Remove(node.Value.Name);
        _byUse.Remove(node);
        node.Value.Dispose();
    }
}
