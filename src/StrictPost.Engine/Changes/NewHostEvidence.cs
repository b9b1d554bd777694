using System.Collections.Immutable;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Probing;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Changes;

/// <summary>Looks at hosts that mail is about to move to, as a sender would once MX names them.</summary>
internal sealed class NewHostEvidence(DnsLookups dns, ObserveSettings settings, TimeProvider time)
{
    /// <summary>What keeps senders that enforce from delivering there; empty where nothing does.</summary>
    public async Task<ImmutableArray<Finding>> AskAsync(DomainName domain, MailHostSet hosts, CancellationToken cancellationToken)
    {
        await using var looks = new SharedMailHosts(dns, settings with { SkipSmtp = false }, time);
        var seen = await Task.WhenAll(hosts.Hosts.Select(host => looks.ObserveAsync(host, cancellationToken)));
        return NewHosts.Judge(domain, seen);
    }
}
