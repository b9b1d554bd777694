using Microsoft.Extensions.Logging;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Server.Hosting;

namespace StrictPost.Server.Recording;

/// <summary>
/// What the ledger needs from time to time: domains whose time to leave has come, and old counts to add up. Every node does it; who comes second
/// finds nothing to do.
/// </summary>
internal sealed class LedgerUpkeep(Database database, TimeProvider time, ILogger<LedgerUpkeep> logger) : INodeWork
{
    /// <summary>How often domains that leave are looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const int RoundsBetweenFolds = 60;

    private readonly Departures _departures = new(database);
    private readonly LedgerStore _ledger = new(database);

    /// <summary>Goes on until cancelled. A store that is away is tried again the next time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The start of the server does not wait for this.
            await Task.Yield();
            for (int round = 0; ; round++)
            {
                await TryAsync(withFold: round % RoundsBetweenFolds == 0, cancellationToken);
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private async Task TryAsync(bool withFold, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var domain in await _departures.EndAsync(cancellationToken))
                logger.DomainLeft(domain.Ascii);
            while (withFold && await _ledger.FoldAsync(cancellationToken) > 0)
                cancellationToken.ThrowIfCancellationRequested();
        }
        catch (StoreException)
        {
            // Who follows the store has said so.
        }
    }
}
