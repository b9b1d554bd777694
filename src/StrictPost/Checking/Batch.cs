using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StrictPost.Protocol.Checking;

namespace StrictPost.Checking;

/// <summary>What became of one entry of a list.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Result">Null when the entry is no domain.</param>
internal sealed record BatchItem(ListedDomain Entry, CheckResult? Result);

/// <summary>Checks the domains of a list side by side, in a fixed amount of memory: only what is in flight is held.</summary>
/// <param name="check">Checks one domain.</param>
/// <param name="inFlight">How many at once.</param>
internal sealed class Batch(Func<ListedDomain, CancellationToken, Task<CheckResult>> check, int inFlight)
{
    /// <summary>The items as they are done, in no order. Reading no further holds the checks up.</summary>
    public async IAsyncEnumerable<BatchItem> RunAsync(
        IAsyncEnumerable<ListedDomain> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var done = Channel.CreateBounded<BatchItem>(new BoundedChannelOptions(inFlight) { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = WorkAsync(list, done.Writer, stop.Token);
        try
        {
            await foreach (var item in done.Reader.ReadAllAsync(cancellationToken))
                yield return item;
        }
        finally
        {
            await stop.CancelAsync();
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(IAsyncEnumerable<ListedDomain> list, ChannelWriter<BatchItem> done, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = inFlight, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(list, options, async (entry, cancelled) =>
            {
                var result = entry.Name.Value is null ? null : await check(entry, cancelled);
                await done.WriteAsync(new BatchItem(entry, result), cancelled);
            });
            done.Complete();
        }
        catch (Exception fault)
        {
            done.Complete(fault is AggregateException { InnerExceptions: [var only] } ? only : fault);
        }
    }
}
