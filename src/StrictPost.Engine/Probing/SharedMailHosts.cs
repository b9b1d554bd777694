using StrictPost.Engine.Dns;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Probing;

/// <summary>
/// Looks at each mail host once, for all domains that name it: whoever asks while the look goes on waits for the same, and who
/// asks later gets what was seen, for a while. The hosts not asked for longest are forgotten first.
/// </summary>
/// <remarks>
/// A look belongs to nobody: it goes on when the one who asked gives up, so that nobody's giving up is seen by others. Its own
/// deadlines bound it.
/// </remarks>
internal sealed class SharedMailHosts(DnsLookups dns, ObserveSettings settings, TimeProvider time) : IAsyncDisposable
{
    private readonly MailHostObserver _observer = new(dns, settings, time);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<DomainName, LinkedListNode<Look>> _looks = [];
    private readonly LinkedList<Look> _byUse = [];
    private Task? _closure;

    /// <summary>What is to be seen of a host, no older than the settings allow.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up, or this is being disposed.</exception>
    public Task<MailHostEvidence> ObserveAsync(DomainName host, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
            if (_looks.TryGetValue(host, out var known) && time.GetElapsedTime(known.Value.Start) < settings.MailHostLife)
            {
                _byUse.Remove(known);
                _byUse.AddFirst(known);
                return known.Value.Seen.WaitAsync(cancellationToken);
            }

            return Begin(host).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends the looks that go on, and waits for the farewells; called again, waits for the same.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
            return new ValueTask(_closure ??= CloseAsync());
    }

    private async Task CloseAsync()
    {
        _closing.Cancel();
        Task[] looks = [.. _byUse.Select(look => look.Seen)];
        await Task.WhenAll(looks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _observer.DisposeAsync();
        _closing.Dispose();
    }

    private Task<MailHostEvidence> Begin(DomainName host)
    {
        if (_looks.Remove(host, out var old))
            _byUse.Remove(old);
        else if (_looks.Count >= settings.MailHostMemory && _byUse.Last is { } last)
            Drop(last);
        // Not under the lock: what a look does before its first wait must not keep others out.
        var seen = Task.Run(() => _observer.ObserveAsync(host, _closing.Token));
        _looks[host] = _byUse.AddFirst(new Look(host, seen, time.GetTimestamp()));
        return seen;
    }

    private void Drop(LinkedListNode<Look> look)
    {
        _looks.Remove(look.Value.Host);
        _byUse.Remove(look);
    }

    private sealed record Look(DomainName Host, Task<MailHostEvidence> Seen, long Start);
}
