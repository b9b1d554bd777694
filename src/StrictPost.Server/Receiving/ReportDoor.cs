using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Server.Hosting;

namespace StrictPost.Server.Receiving;

/// <summary>What all ways in have in common: room in memory and on disk, and the store behind. Safe for use from several threads.</summary>
internal sealed class ReportDoor
{
    private readonly ReportInbox _inbox;
    private readonly ReportAddresses _addresses;
    private readonly DiskRoom _disk;
    private readonly MemoryBudget _memory;
    private readonly ILogger _logger;
    private int _closed;

    public ReportDoor(ReceivingPlan plan, Database database, StorePlace place, TimeProvider time, ILogger<ReportDoor> logger)
    {
        (_inbox, _addresses, _logger) = (plan.Inbox, new ReportAddresses(database), logger);
        _disk = new DiskRoom(place.Postgres is null ? place.Folder : null, plan.LeastFreeBytes, time);
        _memory = new MemoryBudget(plan.MostMemory);
    }

    /// <summary>False while the disk is so full that nothing should be begun.</summary>
    public bool HasRoom()
    {
        bool room = _disk.IsThere();
        if (!room)
            Note("The disk that holds the store is nearly full.", "Make room, or set `reports.least_free_mb` lower.");
        return room;
    }

    /// <summary>Room for one delivery.</summary>
    public HeldBytes Hold() => new(_memory, Delivery.MostBytes);

    /// <summary>Whether a domain, in A-labels, is enrolled; null while the store cannot say.</summary>
    public Task<bool?> IsEnrolledAsync(string domain, CancellationToken cancellationToken) =>
        AskAsync(() => _addresses.IsEnrolledAsync(domain, cancellationToken));

    /// <summary>Whether a secret is that of a domain, in A-labels; null while the store cannot say.</summary>
    public Task<bool?> OpensAsync(string domain, string token, CancellationToken cancellationToken) =>
        AskAsync(() => _addresses.OpensAsync(domain, token, cancellationToken));

    /// <summary>Makes a delivery durable.</summary>
    /// <returns>False where that failed: whoever brought it is to keep it, and come again.</returns>
    public async Task<bool> TryAcceptAsync(ReadOnlyMemory<byte> bytes, WayIn way, string? domain, IPAddress? client, CancellationToken cancellationToken)
    {
        var source = client is { IsIPv4MappedToIPv6: true } ? client.MapToIPv4() : client;
        var delivery = new Delivery(bytes, way) { AddressedTo = domain, Source = source?.ToString() };
        try
        {
            return await AskAsync(async () => await _inbox.AcceptAsync(delivery, cancellationToken) > 0) is true;
        }
        catch (ChannelClosedException)
        {
            // The server ends, and this came too late.
            return false;
        }
    }

    private async Task<bool?> AskAsync(Func<Task<bool>> ask)
    {
        try
        {
            bool answer = await ask();
            if (Interlocked.Exchange(ref _closed, 0) == 1)
                _logger.ReportsAcceptedAgain();
            return answer;
        }
        catch (StoreException fault)
        {
            Note(fault.Message, fault.Fix);
            return null;
        }
    }

    /// <summary>Once, until something works again.</summary>
    private void Note(string problem, string fix)
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
            _logger.ReportsTurnedAway(problem, fix);
    }
}
