namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>The real time, or as much later as the test wants; waiting takes as long as ever.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    public void Shift(TimeSpan time) => Interlocked.Add(ref _shift, time.Ticks);
}
