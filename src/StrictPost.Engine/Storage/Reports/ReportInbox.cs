using System.Threading.Channels;
using StrictPost.Engine.Intake;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>A delivery that is durable.</summary>
/// <param name="Id">Its number: higher than all before.</param>
/// <param name="Delivery">What came.</param>
public sealed record AcceptedDelivery(long Id, Delivery Delivery);

/// <summary>
/// Where everything that comes in becomes durable before anyone is told that it was accepted. Many callers share one commit, since a
/// commit waits for the disk. Safe for use from several threads.
/// </summary>
public sealed class ReportInbox : IAsyncDisposable
{
    /// <summary>How many callers may wait at once; further ones wait for a place.</summary>
    private const int MostWaiting = 4096;

    /// <summary>A commit takes at most so many deliveries, or the first ones of so many bytes.</summary>
    private const int MostInCommit = 512;
    private const long MostBytesInCommit = 8 * 1024 * 1024;

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly ReportRawStore _store;
    private readonly Func<IReadOnlyList<AcceptedDelivery>, ValueTask>? _accepted;
    private readonly Task _committing;

    /// <param name="database">The store.</param>
    /// <param name="accepted">Is told what was accepted, so that it need not be read again; null where nobody reads it here.</param>
    public ReportInbox(Database database, Func<IReadOnlyList<AcceptedDelivery>, ValueTask>? accepted)
    {
        _store = new ReportRawStore(database);
        _accepted = accepted;
        _committing = CommitAllAsync();
    }

    /// <summary>Makes a delivery durable.</summary>
    /// <returns>Its number, once it is on disk.</returns>
    /// <exception cref="StoreException">It could not be stored; nothing of it was, or at worst it was and is read as a copy when it comes again.</exception>
    /// <exception cref="ArgumentException">It has more than <see cref="Delivery.MostBytes"/>.</exception>
    public async Task<long> AcceptAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Bytes.Length > Delivery.MostBytes)
            throw new ArgumentException("The delivery is too large.", nameof(delivery));
        var waiting = new Waiting(PackedDelivery.Of(delivery));
        await _waiting.Writer.WriteAsync(waiting, cancellationToken);
        return await waiting.Accepted.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Accepts nothing more, and finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _committing;
    }

    private async Task CommitAllAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var batch = Take();
            try
            {
                var accepted = await _store.AddAsync([.. batch.Select(waiting => waiting.Packed)], CancellationToken.None);
                for (int i = 0; i < batch.Count; i++)
                    batch[i].Accepted.TrySetResult(accepted[i].Id);
                if (_accepted is not null)
                    await _accepted(accepted);
            }
            catch (Exception fault)
            {
                // Whoever waits must hear of it, and the next batch must not wait for ever: also when it is a bug of ours.
                batch.ForEach(waiting => waiting.Accepted.TrySetException(fault));
            }
        }
    }

    private List<Waiting> Take()
    {
        var batch = new List<Waiting>();
        long bytes = 0;
        while (batch.Count < MostInCommit && bytes < MostBytesInCommit && _waiting.Reader.TryRead(out var waiting))
        {
            batch.Add(waiting);
            bytes += waiting.Packed.Bytes.Length;
        }

        return batch;
    }

    private sealed record Waiting(PackedDelivery Packed)
    {
        public TaskCompletionSource<long> Accepted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
