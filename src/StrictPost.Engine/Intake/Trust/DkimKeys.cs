using StrictPost.Engine.Dns;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Intake.Trust;

/// <summary>
/// The keys of signatures, out of DNS, each asked for once however many reports come at a time. Safe for use from several threads.
/// </summary>
internal sealed class DkimKeys(DnsLookups dns, TimeProvider time)
{
    /// <summary>Names that are remembered. Reporters are a few dozen; whoever signs with many names cannot push memory beyond this.</summary>
    private const int Most = 1_000;

    /// <summary>For so long an answer is believed, also one that there is no key.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromHours(1);

    /// <summary>For so long nobody asks again who got no answer.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Known> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The key under a selector of a domain.</summary>
    /// <exception cref="OperationCanceledException">The caller waits no longer; others may.</exception>
    public Task<DkimKey> FindAsync(DomainName domain, string selector, CancellationToken cancellationToken)
    {
        if (domain.Child($"{selector}._domainkey") is not { } name)
            return Task.FromResult(new DkimKey(null, "would have a name that is too long for DNS"));
        Known? known;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_known.TryGetValue(name.Ascii, out known) || now >= known.Until)
            {
                MakeRoom(now);
                _known[name.Ascii] = known = new Known(AskAsync(name)) { Until = now + Lasting };
            }
        }

        return AnswerAsync(known, cancellationToken);
    }

    private async Task<DkimKey> AnswerAsync(Known known, CancellationToken cancellationToken)
    {
        var key = await known.Answer.WaitAsync(cancellationToken);
        if (key.IsUnanswered)
            Shorten(known);
        return key;
    }

    /// <summary>Once, by whoever hears first.</summary>
    private void Shorten(Known known)
    {
        lock (_lock)
        {
            if (known.IsShortened)
                return;
            known.IsShortened = true;
            known.Until = time.GetUtcNow() + Silence;
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_known.Count < Most)
            return;
        foreach (var (name, _) in _known.Where(entry => now >= entry.Value.Until).ToList())
            _known.Remove(name);
        if (_known.Count >= Most)
            _known.Remove(_known.MinBy(entry => entry.Value.Until).Key);
    }

    private async Task<DkimKey> AskAsync(DomainName name)
    {
        // Not the caller's thread: it holds the lock.
        await Task.Yield();
        var lookup = await dns.TextAsync(name, CancellationToken.None);
        if (!lookup.IsCertain)
            return new DkimKey(null, lookup.Verdict) { IsUnanswered = true };
        if (lookup.End is not LookupEnd.Answered)
            return new DkimKey(null, lookup.Verdict);
        // spec unclear: several records are undefined (RFC 6376 §3.6.2.2); the first that is a key counts.
        var keys = lookup.Found.Select(record => DkimKey.Read(record.Joined())).ToList();
        return keys.Find(key => key.Key is not null) ?? keys[0];
    }

    private sealed record Known(Task<DkimKey> Answer)
    {
        public required DateTimeOffset Until { get; set; }

        public bool IsShortened { get; set; }
    }
}
