using System.Threading.Channels;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Findings;

namespace StrictPost.Engine.Intake;

/// <summary>A delivery that is durable and waits to be read.</summary>
/// <param name="Id">Its number.</param>
/// <param name="InMemory">What came; null where it is to be read from the store.</param>
/// <param name="Tries">How often it was put off.</param>
internal sealed record UnreadDelivery(long Id, Delivery? InMemory, long Tries);

/// <summary>Reads deliveries, several at a time, and stores them many at a time.</summary>
internal sealed class ReportReading(Database database, ReportReader reader, PendingReports pending, IProgress<IntakeNote> notes) : IDisposable
{
    private const int MostInTransaction = 512;
    private const int MostRowsInTransaction = 5000;

    /// <summary>Readings with more rows are in memory one at a time.</summary>
    private const int FewRows = 500;

    /// <summary>A delivery that was begun so often and never stored ended the process each time.</summary>
    private const int MostClaims = 30;

    private const int MostRead = 512;

    /// <summary>By then DNS has had its time: about four hours in all.</summary>
    private const int MostTries = 8;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    private readonly ReportRawStore _raw = new(database);
    private readonly ReportSummer _summer = new();
    private readonly SemaphoreSlim _bulky = new(1);
    private readonly ReportWriter _writer = new(database);

    /// <inheritdoc/>
    public void Dispose() => _bulky.Dispose();

    /// <summary>Goes on until the last delivery is stored, or until cancelled; what is not stored by then stays pending.</summary>
    public async Task RunAsync(ChannelReader<UnreadDelivery> unread, CancellationToken cancellationToken)
    {
        var read = Channel.CreateBounded<ReadDelivery>(new BoundedChannelOptions(MostRead) { SingleReader = true });
        var storing = StoreAllAsync(read.Reader, cancellationToken);
        var readers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() => ReadAllAsync(unread, read.Writer, cancellationToken), CancellationToken.None));
        await Task.WhenAll(readers);
        read.Writer.Complete();
        await storing;
    }

    private async Task ReadAllAsync(ChannelReader<UnreadDelivery> unread, ChannelWriter<ReadDelivery> read, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var delivery in unread.ReadAllAsync(cancellationToken))
            {
                if (await ReadAsync(delivery, cancellationToken) is not { } result)
                    continue;
                if (result.Rows > FewRows)
                    await _bulky.WaitAsync(cancellationToken);
                await read.WriteAsync(result, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is left stays pending.
        }
    }

    /// <returns>Null where it is for later.</returns>
    private async Task<ReadDelivery?> ReadAsync(UnreadDelivery unread, CancellationToken cancellationToken)
    {
        try
        {
            if ((unread.InMemory ?? (await _raw.FindAsync(unread.Id, cancellationToken))?.Delivery) is not { } delivery)
                return null;
            if (unread.Tries > MostClaims)
                return Failed(new AcceptedDelivery(unread.Id, delivery), "it was begun too often, and never stored");
            var reading = Plausibility.Of(await ReadSafelyAsync(unread.Id, delivery, cancellationToken), database.Time.GetUtcNow());
            if (reading.AskAgain && unread.Tries < MostTries)
            {
                await pending.PutOffAsync(unread.Id, FirstWait * (1 << (int)unread.Tries), cancellationToken);
                notes.Report(new DeliveryPutOff(unread.Id));
                return null;
            }

            return new ReadDelivery(new AcceptedDelivery(unread.Id, delivery), reading, [.. reading.Reports.Select(_summer.Sum)]);
        }
        catch (StoreException fault)
        {
            notes.Report(new IntakeStoreAway(fault.Message));
            return null;
        }
    }

    /// <summary>One delivery that finds a bug of ours must not keep all others from being read.</summary>
    private async Task<DeliveryReading> ReadSafelyAsync(long id, Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(delivery, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            notes.Report(new ReaderFailed(id, fault.ToString()));
            return new DeliveryReading([], [DeliveryFindings.ReaderFailed.Found(detail: fault.GetType().Name)]);
        }
    }

    /// <summary>Few rows or few deliveries at a time, so that nobody else waits long for a turn to write.</summary>
    private async Task StoreAllAsync(ChannelReader<ReadDelivery> read, CancellationToken cancellationToken)
    {
        var batch = new List<ReadDelivery>(MostInTransaction);
        while (await read.WaitToReadAsync(CancellationToken.None))
        {
            for (int rows = 0; batch.Count < MostInTransaction && rows < MostRowsInTransaction && read.TryRead(out var delivery); rows += delivery.Rows)
                batch.Add(delivery);
            foreach (var stored in await StoreAsync(batch, cancellationToken))
                notes.Report(new DeliveryStored(stored));
            foreach (var _ in batch.Where(delivery => delivery.Rows > FewRows))
                _bulky.Release();
            batch.Clear();
        }
    }

    /// <summary>Tries until the store takes them; when told to end, once.</summary>
    private async Task<IReadOnlyList<StoredDelivery>> StoreAsync(List<ReadDelivery> batch, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await _writer.StoreAsync(batch, CancellationToken.None);
            }
            catch (StoreException fault) when (fault.IsPassing || batch.Count == 1)
            {
                notes.Report(new IntakeStoreAway(fault.Message));
                if (cancellationToken.IsCancellationRequested)
                    return [];
                await Task.Delay(StorePatience, database.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception fault)
            {
                return await StoreOneByOneAsync(batch, fault, cancellationToken);
            }
        }
    }

    /// <summary>One delivery that finds a bug of ours must not keep all others from being stored, either.</summary>
    private async Task<IReadOnlyList<StoredDelivery>> StoreOneByOneAsync(List<ReadDelivery> batch, Exception fault, CancellationToken cancellationToken)
    {
        if (batch.Count > 1)
        {
            var stored = new List<StoredDelivery>();
            foreach (var delivery in batch)
                stored.AddRange(await StoreAsync([delivery], cancellationToken));
            return stored;
        }

        var accepted = batch[0].Accepted;
        notes.Report(new ReaderFailed(accepted.Id, fault.ToString()));
        // Where even that fails, it stays pending.
        return batch[0].Reading.Reports.IsEmpty ? [] : await StoreAsync([Failed(accepted, fault.GetType().Name)], cancellationToken);
    }

    private static ReadDelivery Failed(AcceptedDelivery accepted, string why) =>
        new(accepted, new DeliveryReading([], [DeliveryFindings.ReaderFailed.Found(detail: why)]), []);
}
