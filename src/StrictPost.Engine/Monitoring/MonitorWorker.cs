using StrictPost.Engine.Alerts;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Probing;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Monitoring;

namespace StrictPost.Engine.Monitoring;

/// <summary>
/// Looks at every enrolled domain again and again, several at a time. Any number of nodes may do so over one store: whoever takes a look up puts
/// it off for the others.
/// </summary>
public sealed class MonitorWorker : INodeWork, IAsyncDisposable
{
    /// <summary>So many new domains are spread over a whole interval.</summary>
    private const int Spread = 10_000;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ForgetInterval = TimeSpan.FromHours(6);

    private static readonly TimeSpan KeepTime = TimeSpan.FromDays(400);

    private readonly Database _database;
    private readonly MonitorSettings _settings;
    private readonly MonitorSchedule _schedule;
    private readonly DomainObserver _light;
    private readonly DomainObserver _full;
    private readonly DomainWatch _watch;
    private readonly IProgress<MonitorNote> _notes;
    private readonly List<Task> _running = [];
    private long _seen = -1;
    private long _forgotAt;

    /// <summary>A worker that has not begun.</summary>
    /// <param name="database">The store.</param>
    /// <param name="dns">Whom to ask.</param>
    /// <param name="observing">How domains are looked at.</param>
    /// <param name="settings">How often.</param>
    /// <param name="plan">Who is told.</param>
    /// <param name="random">Evenly random numbers from 0 to 1; called from several threads.</param>
    /// <param name="notes">Told what is found.</param>
    public MonitorWorker(
        Database database, DnsLookups dns, ObserveSettings observing, MonitorSettings settings, AlertPlan plan, Func<double> random, IProgress<MonitorNote> notes)
    {
        (_database, _settings, _notes) = (database, settings, notes);
        _schedule = new MonitorSchedule(database);
        _light = new DomainObserver(dns, observing with { SkipSmtp = true }, database.Time);
        // What was seen of a mail host must not count for the second look at it.
        _full = new DomainObserver(dns, observing with { MailHostLife = settings.SecondLook / 2 }, database.Time);
        _watch = new DomainWatch(database, _light, _full, settings, plan, random);
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var wait = await BeginDueAsync(cancellationToken);
                var pause = Task.Delay(wait, _database.Time, cancellationToken);
                await Task.WhenAny(_running.Count < _settings.MostAtOnce ? [pause] : [pause, .. _running]);
                cancellationToken.ThrowIfCancellationRequested();
                await ReapAsync();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            foreach (var task in _running)
                await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _light.DisposeAsync();
        await _full.DisposeAsync();
    }

    private async Task<TimeSpan> BeginDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ForgetAsync(cancellationToken);
            _seen = await _schedule.EnrolAsync(_seen, _settings.Light / Spread, _settings.Full / Spread, cancellationToken);
            int room = _settings.MostAtOnce - _running.Count;
            if (room > 0)
            {
                foreach (var look in await _schedule.TakeAsync(room, _settings.PutOff, cancellationToken))
                    _running.Add(LookAsync(look, cancellationToken));
            }

            return LookInterval;
        }
        catch (StoreException fault)
        {
            _notes.Report(new MonitorStoreAway(null, fault));
            return StorePatience;
        }
    }

    private async Task LookAsync(DueLook look, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_settings.Deadline, _database.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            foreach (var (incident, notice) in await _watch.LookAsync(look, either.Token))
                _notes.Report(new IncidentNoted(incident, notice));
            _notes.Report(new DomainLooked(look.Domain.Ascii, look.IsFull));
        }
        catch (StoreException fault)
        {
            _notes.Report(new MonitorStoreAway(look.Domain.Ascii, fault));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is made again when the time is over for which it was put off.
        }
    }

    /// <summary>Takes away what has ended. What one threw is a bug, and ends all.</summary>
    private async Task ReapAsync()
    {
        foreach (var task in _running.Where(task => task.IsCompleted).ToList())
        {
            _running.Remove(task);
            await task;
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (_forgotAt != 0 && _database.Time.GetElapsedTime(_forgotAt) < ForgetInterval)
            return;
        await _schedule.ForgetAsync(KeepTime, cancellationToken);
        _forgotAt = _database.Time.GetTimestamp();
    }
}
