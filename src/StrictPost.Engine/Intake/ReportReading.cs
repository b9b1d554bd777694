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
internal sealed class ReportReading(Database database, ReportReader reader, PendingReports pending, IProgress<IntakeNote> notes)
{
    private const int MostInTransaction = 512;
    private const int MostRead = 512;

    /// <summary>By then DNS has had its time: about four hours in all.</summary>
    private const int MostTries = 8;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    private readonly ReportRawStore _raw = new(database);
    private readonly ReportSummer _summer = new();
    private readonly ReportWriter _writer = new(database);

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
                if (await ReadAsync(delivery, cancellationToken) is { } result)
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
            var reading = await ReadSafelyAsync(unread.Id, delivery, cancellationToken);
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

    private async Task StoreAllAsync(ChannelReader<ReadDelivery> read, CancellationToken cancellationToken)
    {
        var batch = new List<ReadDelivery>(MostInTransaction);
        while (await read.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < MostInTransaction && read.TryRead(out var delivery))
                batch.Add(delivery);
            foreach (var stored in await StoreAsync(batch, cancellationToken))
                notes.Report(new DeliveryStored(stored));
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
            catch (StoreException fault)
            {
                notes.Report(new IntakeStoreAway(fault.Message));
                if (cancellationToken.IsCancellationRequested)
                    return [];
                await Task.Delay(StorePatience, database.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
