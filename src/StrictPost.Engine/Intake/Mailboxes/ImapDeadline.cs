namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>How long a server may take over one thing.</summary>
internal sealed class ImapDeadline : IDisposable
{
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenSource _either;

    /// <summary>From now on.</summary>
    public ImapDeadline(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        _clock = new CancellationTokenSource(patience, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_clock.Token, cancellationToken);
    }

    /// <summary>Cancelled when the time is over, and when the caller wants no more.</summary>
    public CancellationToken Token => _either.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _clock.Dispose();
    }
}
