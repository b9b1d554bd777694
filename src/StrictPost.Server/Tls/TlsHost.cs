using Microsoft.Extensions.Logging;
using StrictPost.Engine.Certificates;
using StrictPost.Server.Hosting;

namespace StrictPost.Server.Tls;

/// <summary>One policy host's certificate, ready to shake hands with, and when it was last looked at.</summary>
internal sealed class TlsHost<TReady>(string name) : IDisposable
    where TReady : class
{
    /// <summary>
    /// How long it is used before the certificate's stamp is compared again. It also bounds how often a host without a
    /// certificate is looked up.
    /// </summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>How long it is before a certificate that could not be loaded is tried again, though its stamp is the same.</summary>
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(10);

    /// <summary>Loading takes no longer, or has failed.</summary>
    private static readonly TimeSpan LoadLimit = TimeSpan.FromSeconds(8);

    private readonly Lock _gate = new();
    private volatile TReady? _ready;
    private Task _looking = Task.CompletedTask;
    private CertificateStamp _stamp;
    private long _lookedAt = long.MinValue;
    private DateTimeOffset _loadAgain = DateTimeOffset.MinValue;
    private string? _problem;

    public string Name { get; } = name;

    /// <summary>The certificate, or null where there is none to use. One caller looks, while others go on with what there was or wait.</summary>
    public ValueTask<TReady?> CurrentAsync(CertificateLoader<TReady> loader, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (IsFresh(now))
            return new(_ready);
        TaskCompletionSource mine;
        Task looking;
        lock (_gate)
        {
            if (IsFresh(now))
                return new(_ready);
            looking = _looking;
            mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (looking.IsCompleted)
                _looking = mine.Task;
        }

        if (looking.IsCompleted)
            return LookAsync(loader, now, mine);
        return _ready is { } before ? new(before) : WaitAsync(looking, cancellationToken);
    }

    public void Dispose() => (_ready as IDisposable)?.Dispose();

    private bool IsFresh(DateTimeOffset now) => now.Ticks - Volatile.Read(ref _lookedAt) is >= 0 and var age && age < LookAgain.Ticks;

    private async ValueTask<TReady?> WaitAsync(Task looking, CancellationToken cancellationToken)
    {
        await looking.WaitAsync(cancellationToken);
        return _ready;
    }

    /// <summary>Others wait for this too, so it does not end with the client that asked first.</summary>
    private async ValueTask<TReady?> LookAsync(CertificateLoader<TReady> loader, DateTimeOffset now, TaskCompletionSource done)
    {
        try
        {
            var stamp = loader.StampOf(Name, now);
            if (stamp != _stamp || now >= _loadAgain)
            {
                var load = await loader.LoadAsync(Name, now, LoadLimit);
                _loadAgain = load.Ready is null ? now + TryAgain : DateTimeOffset.MaxValue;
                Take(load, loader.Logger);
            }

            _stamp = stamp;
            Volatile.Write(ref _lookedAt, now.Ticks);
            return _ready;
        }
        finally
        {
            done.SetResult();
        }
    }

    /// <summary>A certificate that was good stays in use when the new one is not: a renewal may be half written.</summary>
    private void Take(LoadedCertificate<TReady> load, ILogger logger)
    {
        var before = _ready;
        if (load.Problem is not null && load.Problem != _problem)
            Complain(logger, load);
        else if (load.Problem is null && before is not null)
            logger.CertificateReplaced(Name);
        _problem = load.Problem;
        if (load.Ready is null)
            return;
        _ready = load.Ready;
        (before as IDisposable)?.Dispose();
    }

    private void Complain(ILogger logger, LoadedCertificate<TReady> load)
    {
        if (load.Ready is not null)
            logger.CertificateDoubtful(Name, load.Problem!);
        else if (_ready is not null)
            logger.CertificateKept(Name, load.Problem!);
        else
            logger.CertificateRefused(Name, load.Problem!);
    }
}
