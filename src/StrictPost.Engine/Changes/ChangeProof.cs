using StrictPost.Engine.Dns;
using StrictPost.Engine.Probing;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Changes;

/// <summary>Looks at a domain as a sender would, once its change is done: a wave in which mail is at risk is the last one of its batch.</summary>
public sealed class ChangeProof(DnsLookups dns, ObserveSettings settings, CheckContext context, TimeProvider time)
{
    /// <summary>What puts mail at risk, in a sentence; null where nothing does.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<string?> RiskAsync(DomainName domain, CancellationToken cancellationToken)
    {
        await using var observer = new DomainObserver(dns, settings, time);
        var result = DomainCheck.Judge(await observer.ObserveAsync(domain, cancellationToken), context);
        return result.Verdict == Verdict.MailAtRisk
            ? $"The change is done, and mail is at risk: {result.Findings.First(finding => finding.Severity == Severity.Error).Message}"
            : null;
    }
}
