using Microsoft.Extensions.Logging;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.Text;

namespace StrictPost.Serving;

/// <summary>Logs what happens to reports. Anybody may send junk: of quarantine it speaks once in a minute at most.</summary>
internal sealed partial class IntakeLog(ILogger logger, TimeProvider time) : IProgress<IntakeNote>
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _spoken;
    private int _silent;

    public void Report(IntakeNote value)
    {
        switch (value)
        {
            case DeliveryStored { Stored: { Reading.Obstacles: [var obstacle, ..] } stored }:
                TellQuarantine(stored.Id, Printable.Escape(obstacle.Message));
                break;
            case DeliveryStored { Stored: var stored }:
                Stored(logger, stored.Id, stored.Reading.Reports.Length);
                break;
            case DeliveryPutOff later:
                PutOff(logger, later.Id);
                break;
            case IntakeStoreAway away:
                StoreAway(logger, away.Message);
                break;
            case ReaderFailed failed:
                Failed(logger, failed.Id, failed.Fault);
                break;
        }
    }

    private void TellQuarantine(long id, string problem)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_spoken is { } before && now - before < TimeSpan.FromMinutes(1))
            {
                _silent++;
                QuarantinedToo(logger, id, problem);
                return;
            }

            Quarantined(logger, id, problem, _silent);
            (_spoken, _silent) = (now, 0);
        }
    }

    [LoggerMessage(60, LogLevel.Debug, "Delivery {Id} holds {Reports} report(s)")]
    private static partial void Stored(ILogger logger, long id, int reports);

    [LoggerMessage(64, LogLevel.Information, "Delivery {Id} is read again later: DNS gives no answer about its signature")]
    private static partial void PutOff(ILogger logger, long id);

    [LoggerMessage(61, LogLevel.Warning, "Delivery {Id} is in quarantine: {Problem} See `strictpost reports quarantine`; {Others} others are there since the last such warning")]
    private static partial void Quarantined(ILogger logger, long id, string problem, int others);

    [LoggerMessage(65, LogLevel.Debug, "Delivery {Id} is in quarantine: {Problem}")]
    private static partial void QuarantinedToo(ILogger logger, long id, string problem);

    [LoggerMessage(62, LogLevel.Warning, "Reports wait to be stored: {Problem}")]
    private static partial void StoreAway(ILogger logger, string problem);

    [LoggerMessage(63, LogLevel.Error, "Delivery {Id} made the reader fail, which is a bug; it is in quarantine: {Fault}")]
    private static partial void Failed(ILogger logger, long id, string fault);
}
