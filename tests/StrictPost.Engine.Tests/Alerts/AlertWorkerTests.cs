using StrictPost.Engine.Tests.Monitoring;

namespace StrictPost.Engine.Tests.Alerts;

/// <summary>Messages that a channel does not take at first.</summary>
public sealed class AlertWorkerTests
{
    [Fact]
    public async Task Run_HostThatFailsTwice_GetsTheSameMessageUntilItTakesItAndThenNoMore()
    {
        await using var world = await WatchedWorld.StartAsync(answers: [503, 500]);

        world.SetMx("mx.example.org", "mx.provider.example");
        await world.LookAgainAsync();
        var tries = new[] { await world.NextAlertAsync(), await world.NextAlertAsync(), await world.NextAlertAsync() };
        await world.LookForAsync(TimeSpan.FromHours(3));

        Assert.Equal([false, false, true], tries.Select(note => note.Outcome.IsSent));
        var posted = new[] { await world.Receiver.NextAsync(), await world.Receiver.NextAsync(), await world.Receiver.NextAsync() };
        Assert.Single(posted.Select(each => each.Id).Distinct(StringComparer.Ordinal));
        Assert.Equal(3, posted.Select(each => each.Signature).Distinct(StringComparer.Ordinal).Count());
        Assert.False(world.Receiver.HasMore);
        Assert.Equal("sent", await world.Store.SqlAsync("SELECT standing FROM alert;"));
    }
}
