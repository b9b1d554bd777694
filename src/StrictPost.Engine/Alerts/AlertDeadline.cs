namespace StrictPost.Engine.Alerts;

/// <summary>How long one try may take, whatever the channel.</summary>
public static class AlertDeadline
{
    /// <summary>Shorter than the first wait, so that no message is tried twice at a time.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    /// <summary>Sends under the deadline, and says in the channel's stead what no channel can go on after.</summary>
    internal static async Task<AlertOutcome> HoldAsync(Func<CancellationToken, Task<AlertOutcome>> send, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Length, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await send(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AlertOutcome.Unreached($"It took longer than {Length.TotalSeconds} seconds.");
        }
        catch (SecretException fault)
        {
            return AlertOutcome.Refused(fault.Message);
        }
    }
}
