using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Monitoring;

namespace StrictPost.Engine.Alerts;

/// <summary>Something that happened to a message, for logs.</summary>
/// <param name="Channel">On which channel; null where it is about the store.</param>
/// <param name="Subject">The message in a line, harmless.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="IsLast">Whether it is not tried again.</param>
public sealed record AlertNote(string? Channel, string Subject, AlertOutcome Outcome, bool IsLast);

/// <summary>Sends what waits in the store, and tries again what could not be sent. Any number of nodes may do so over one store.</summary>
public sealed class AlertWorker(Database database, IReadOnlyList<IAlertChannel> channels, AlertPlan plan, IProgress<AlertNote> notes) : INodeWork
{
    private const int MostAtOnce = 8;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    private readonly AlertQueue _queue = new(database);

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(channels.Select(channel => RunAsync(channel, cancellationToken)));
        // Without channels there is nothing to do, for as long as the node serves.
        await Task.Delay(Timeout.InfiniteTimeSpan, database.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Channels do not wait for each other.</summary>
    private async Task RunAsync(IAlertChannel channel, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = LookInterval;
            try
            {
                while (await SendDueAsync(channel, cancellationToken))
                {
                    // There may be more.
                }
            }
            catch (StoreException fault)
            {
                notes.Report(new AlertNote(null, "", AlertOutcome.Unreached(fault.Message), IsLast: false));
                wait = StorePatience;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(wait, database.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> SendDueAsync(IAlertChannel channel, CancellationToken cancellationToken)
    {
        if (!await _queue.HasDueAsync(channel.Name, cancellationToken))
            return false;
        var due = await _queue.TakeAsync(channel.Name, MostAtOnce, plan, cancellationToken);
        await Task.WhenAll(due.Select(alert => SendAsync(channel, alert, cancellationToken)));
        return due.Length > 0;
    }

    private async Task SendAsync(IAlertChannel channel, DueAlert alert, CancellationToken cancellationToken)
    {
        var message = AlertMessage.Of(alert);
        var outcome = await channel.SendAsync(message, cancellationToken);
        bool again = false;
        if (outcome.IsSent)
            await _queue.SentAsync(alert, CancellationToken.None);
        else
            again = await _queue.FailedAsync(alert, outcome.Detail, CancellationToken.None);
        notes.Report(new AlertNote(channel.Name, AlertText.Subject(message), outcome, IsLast: !again));
    }
}
