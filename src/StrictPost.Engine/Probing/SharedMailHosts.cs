using StrictPost.Engine.Dns;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Probing;

/// <summary>Looks at each mail host once, for all domains that name it.</summary>
internal sealed class SharedMailHosts(DnsLookups dns, ObserveSettings settings, TimeProvider time) : IAsyncDisposable
{
    private readonly MailHostObserver _observer = new(dns, settings, time);

    public Task<MailHostEvidence> ObserveAsync(DomainName host, CancellationToken cancellationToken) => _observer.ObserveAsync(host, cancellationToken);

    public ValueTask DisposeAsync() => _observer.DisposeAsync();
}
