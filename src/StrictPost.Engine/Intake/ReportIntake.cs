using System.Threading.Channels;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;

namespace StrictPost.Engine.Intake;

/// <summary>
/// The way of a report: 1. <see cref="Inbox"/> makes it durable, and only then is it acknowledged; 2. it is unpacked, parsed and
/// authenticated, several at a time; 3. many are stored and added up in one transaction. What a process leaves behind when it dies is
/// pending in the store, and is read by the next. Bounded everywhere: when reading falls behind, accepting waits.
/// </summary>
public sealed class ReportIntake : INodeWork, IAsyncDisposable
{
    private const int MostUnread = 512;

    /// <summary>Larger deliveries are read back from the store when their turn comes, so that a queue of them takes no memory.</summary>
    private const int MostBytesInMemory = 64 * 1024;

    private const int MostClaimed = 256;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly Channel<UnreadDelivery> _unread = Channel.CreateBounded<UnreadDelivery>(new BoundedChannelOptions(MostUnread));
    private readonly Database _database;
    private readonly ReportReading _reading;
    private readonly PendingReports _pending;
    private readonly bool _isAlone;
    private readonly IProgress<IntakeNote> _notes;

    /// <param name="database">The store.</param>
    /// <param name="isAlone">True where no other machine reads reports of this store, so that whatever is pending at the start was left behind.</param>
    /// <param name="reader">Finds the reports.</param>
    /// <param name="notes">Is told what happens.</param>
    public ReportIntake(Database database, bool isAlone, ReportReader reader, IProgress<IntakeNote> notes)
    {
        (_database, _isAlone, _notes) = (database, isAlone, notes);
        _pending = new PendingReports(database);
        _reading = new ReportReading(database, reader, _pending, notes);
        Inbox = new ReportInbox(database, HandOverAsync);
    }

    /// <summary>Where what comes in becomes durable.</summary>
    public ReportInbox Inbox { get; }

    /// <summary>Reads what comes in and what was left behind, until cancelled; then finishes what it has begun.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var sweeping = SweepAsync(cancellationToken);
        await _reading.RunAsync(_unread.Reader, cancellationToken);
        await sweeping;
    }

    /// <summary>Reads what is accepted while something goes on, and what others left behind; returns when all is stored.</summary>
    /// <param name="feed">Brings deliveries to the <see cref="Inbox"/>, which accepts nothing more afterwards.</param>
    /// <param name="cancellationToken">Gives up; what was accepted stays pending.</param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task DrainAsync(Func<Task> feed, CancellationToken cancellationToken)
    {
        var reading = _reading.RunAsync(_unread.Reader, cancellationToken);
        try
        {
            await feed();
            await Inbox.DisposeAsync();
            while (await ClaimAsync(cancellationToken) == MostClaimed)
            {
                // More was left behind.
            }
        }
        finally
        {
            _unread.Writer.TryComplete();
            await reading;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _unread.Writer.TryComplete();
        await Inbox.DisposeAsync();
        _reading.Dispose();
    }

    private async ValueTask HandOverAsync(IReadOnlyList<AcceptedDelivery> accepted)
    {
        foreach (var (id, delivery) in accepted)
        {
            var unread = new UnreadDelivery(id, delivery.Bytes.Length <= MostBytesInMemory ? delivery : null, Tries: 0);
            if (!_unread.Writer.TryWrite(unread))
                await WaitForRoomAsync(unread);
        }
    }

    /// <summary>Nobody reads any more when we are about to end: then it stays pending.</summary>
    private async Task WaitForRoomAsync(UnreadDelivery unread)
    {
        try
        {
            await _unread.Writer.WriteAsync(unread);
        }
        catch (ChannelClosedException)
        {
            // It is durable, and the next process reads it.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        bool free = _isAlone;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (free)
                    await _pending.FreeAllAsync(cancellationToken);
                free = false;
                if (await ClaimAsync(cancellationToken) == MostClaimed)
                    continue;
            }
            catch (StoreException fault)
            {
                _notes.Report(new IntakeStoreAway(fault.Message));
            }
            catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
            {
                return;
            }

            await Task.Delay(SweepInterval, _database.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> ClaimAsync(CancellationToken cancellationToken)
    {
        var claimed = await _pending.ClaimAsync(MostClaimed, cancellationToken);
        foreach (var (id, tries) in claimed)
            await _unread.Writer.WriteAsync(new UnreadDelivery(id, null, tries), cancellationToken);
        return claimed.Count;
    }
}
