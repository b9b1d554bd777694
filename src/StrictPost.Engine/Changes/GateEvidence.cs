using StrictPost.Engine.Dns;
using StrictPost.Engine.Probing;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Changes;

/// <summary>Gathers what the gate rests on.</summary>
public sealed class GateEvidence(Database database, DnsLookups dns, ObserveSettings settings)
{
    /// <summary>What the gate says; null where nobody can tell.</summary>
    public Task<GateResult?> AskAsync(DomainName domain, GateQuestion question, CancellationToken cancellationToken)
    {
        _ = (database, dns, settings, domain, question, cancellationToken);
        return Task.FromResult<GateResult?>(null);
    }
}
