using System.Collections.Immutable;
using StrictPost.CommandLine;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;

namespace StrictPost.Reporting;

/// <summary>What became of deliveries that a verb had read: counted, and told to people while it goes on. Safe for use from several threads.</summary>
internal sealed class IntakeTally(Terminal terminal) : IProgress<IntakeNote>
{
    private readonly Lock _lock = new();
    private readonly List<StoredDelivery> _quarantined = [];

    /// <summary>Deliveries that were read.</summary>
    public long Deliveries { get; private set; }

    /// <summary>Reports that count now.</summary>
    public long Counted { get; private set; }

    /// <summary>Reports that had been counted already.</summary>
    public long Copies { get; private set; }

    /// <summary>Reports about domains that are not enrolled.</summary>
    public long Aside { get; private set; }

    /// <summary>Deliveries that are read again later, since DNS gave no answer.</summary>
    public long PutOff { get; private set; }

    /// <summary>Deliveries with something in them that could not be understood.</summary>
    public ImmutableArray<StoredDelivery> Quarantined
    {
        get
        {
            lock (_lock)
                return [.. _quarantined.OrderBy(delivery => delivery.Id)];
        }
    }

    /// <inheritdoc/>
    public void Report(IntakeNote value)
    {
        lock (_lock)
        {
            switch (value)
            {
                case DeliveryStored { Stored: var stored }:
                    Count(stored);
                    break;
                case DeliveryPutOff:
                    PutOff++;
                    break;
                case IntakeStoreAway away:
                    terminal.Error.WriteLine(Printable.Escape($"strictpost: {away.Message} Trying again."));
                    break;
                case ReaderFailed failed:
                    terminal.Error.WriteLine(Printable.Escape($"strictpost: delivery {failed.Id} made the reader fail, which is a bug: {failed.Fault.Split('\n')[0]}"));
                    break;
            }
        }
    }

    private void Count(StoredDelivery stored)
    {
        Deliveries++;
        Counted += stored.Standings.Count(standing => standing == ReportStanding.Counted);
        Copies += stored.Standings.Count(standing => standing == ReportStanding.Copy);
        Aside += stored.Standings.Count(standing => standing == ReportStanding.Aside);
        if (!stored.Reading.Obstacles.IsEmpty)
            _quarantined.Add(stored);
    }
}
