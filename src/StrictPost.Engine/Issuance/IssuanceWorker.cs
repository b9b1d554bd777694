using StrictPost.Engine.Dns;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Issuance;

/// <summary>
/// Sees to it that every enrolled policy host has a certificate. Any number of nodes may do so over one store: each host is
/// worked on under a lease, several at a time, and none waits for another.
/// </summary>
public sealed class IssuanceWorker : INodeWork, IDisposable
{
    /// <summary>How long a store that failed is left alone.</summary>
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    /// <summary>How long a host is left alone whose rows cannot be used.</summary>
    private static readonly TimeSpan HostPatience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ForgetInterval = TimeSpan.FromHours(6);

    private readonly Database _database;
    private readonly IssuanceSettings _settings;
    private readonly IssuanceStore _work;
    private readonly AuthoritySessions _sessions;
    private readonly HostIssuance _issuance;
    private readonly Leases _leases;
    private readonly IProgress<IssuanceNote> _notes;
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);
    private long _seen;
    private long _forgotAt;

    /// <summary>A worker that has not begun.</summary>
    /// <param name="database">The store, ready for use.</param>
    /// <param name="secrets">What seals its keys.</param>
    /// <param name="dns">Whom to ask before an authority is asked.</param>
    /// <param name="settings">How certificates are to be had.</param>
    /// <param name="holder">Who we are, for leases: no two running processes have the same.</param>
    /// <param name="random">Evenly random numbers from 0 to 1; called from several threads.</param>
    /// <param name="notes">Told what happens.</param>
    public IssuanceWorker(
        Database database, StoreSecrets secrets, DnsLookups dns, IssuanceSettings settings, string holder, Func<double> random, IProgress<IssuanceNote> notes)
    {
        (_database, _settings, _notes) = (database, settings, notes);
        _work = new IssuanceStore(database, secrets);
        _leases = new Leases(database, holder);
        _sessions = new AuthoritySessions(new AccountStore(database, secrets), database.Time);
        _issuance = new HostIssuance(
            settings, _work, new CertificateStore(database, secrets), _sessions, new IssuanceGate(dns, settings), random, database.Time);
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var wait = await BeginDueAsync(cancellationToken);
                var look = Task.Delay(wait, _database.Time, cancellationToken);
                await Task.WhenAny([look, .. _running.Values]);
                cancellationToken.ThrowIfCancellationRequested();
                await ReapAsync();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await EndAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sessions.Dispose();

    /// <summary>Begins as much of what is due as there is room for.</summary>
    /// <returns>How long to wait before looking again, if nothing ends before.</returns>
    private async Task<TimeSpan> BeginDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ForgetAsync(cancellationToken);
            _seen = await _work.EnrolAsync(_seen, cancellationToken);
            int room = _settings.MostAtOnce - _running.Count;
            if (room > 0)
            {
                foreach (string host in (await _work.DueAsync(_settings.MostAtOnce, cancellationToken)).Where(host => !_running.ContainsKey(host)).Take(room))
                    _running.Add(host, WorkAsync(host, cancellationToken));
            }

            return _settings.LookInterval;
        }
        catch (StoreException fault)
        {
            _notes.Report(new IssuanceNote(null, null) { StoreFault = fault });
            return StorePatience;
        }
    }

    private async Task WorkAsync(string host, CancellationToken cancellationToken)
    {
        string name = $"{IssuanceStore.LeaseFor} {host}";
        try
        {
            if (!await _leases.TryTakeAsync(name, _settings.LeaseTime, cancellationToken))
                return;
            if (await _issuance.RunAsync(host, new HeldLease(_database, _leases, host, _settings.LeaseTime), cancellationToken) is { } note)
                _notes.Report(note);
            await _leases.GiveBackAsync(name, cancellationToken);
        }
        catch (LeaseLostException)
        {
            // Whoever has it now goes on.
        }
        catch (StoreException fault)
        {
            _notes.Report(new IssuanceNote(host, null) { StoreFault = fault });
            await PutOffAsync(host, cancellationToken);
        }
    }

    /// <summary>What is wrong may be with this host's rows alone: the others are not to wait for it.</summary>
    private async Task PutOffAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            await _work.PutOffAsync(host, HostPatience, cancellationToken);
        }
        catch (StoreException)
        {
            await Task.Delay(StorePatience, _database.Time, cancellationToken);
        }
    }

    /// <summary>Takes away what has ended. What one threw is a bug, and ends all.</summary>
    private async Task ReapAsync()
    {
        foreach (var (host, task) in _running.Where(pair => pair.Value.IsCompleted).ToList())
        {
            _running.Remove(host);
            await task;
        }
    }

    private async Task EndAsync()
    {
        foreach (var task in _running.Values)
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running.Clear();
        try
        {
            await _leases.GiveAllBackAsync(CancellationToken.None);
        }
        catch (StoreException)
        {
            // They run out by themselves.
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (_forgotAt != 0 && _database.Time.GetElapsedTime(_forgotAt) < ForgetInterval)
            return;
        await _database.WriteAsync(async write =>
        {
            await BudgetStore.ForgetAsync(write, cancellationToken);
            return true;
        }, cancellationToken);
        _forgotAt = _database.Time.GetTimestamp();
    }
}
