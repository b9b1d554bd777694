using System.Runtime.CompilerServices;
using StrictPost.Engine.Probing;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Text;

namespace StrictPost.Checking;

/// <summary>One domain from look to judgement. Many may run at once over the same observer.</summary>
internal sealed class DomainLook(DomainObserver observer, CheckContext context)
{
    /// <summary>Observes, and judges what was seen.</summary>
    public async Task<CheckResult> RunAsync(DomainName domain, CancellationToken cancellationToken) =>
        DomainCheck.Judge(await observer.ObserveAsync(domain, cancellationToken), context);

    /// <summary>The domains in their order, a few of them side by side.</summary>
    public async IAsyncEnumerable<CheckResult> RunAsync(
        IReadOnlyList<DomainName> domains, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Queue<Task<CheckResult>>();
        try
        {
            foreach (var domain in domains)
            {
                running.Enqueue(RunAsync(domain, stop.Token));
                if (running.Count >= SideBySide)
                    yield return await running.Dequeue();
            }

            while (running.TryDequeue(out var next))
                yield return await next;
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private const int SideBySide = 16;
}
