using System.Runtime.InteropServices;

namespace StrictPost.CommandLine;

/// <summary>SIGTERM and Ctrl+C as a token: the signal ends the wait, not the process, so that work in flight can finish.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _signalled;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    public StopSignal(CancellationToken cancellation)
    {
        _signalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _signalled.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _signalled.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _signalled.Cancel();
    }
}
