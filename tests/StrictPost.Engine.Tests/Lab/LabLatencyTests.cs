using System.Diagnostics;
using System.Net;
using DnsClient;
using StrictPost.Lab;
using StrictPost.Lab.World;

namespace StrictPost.Engine.Tests.Lab;

/// <summary>A far-away lab. Times are bounded from below only, so that a busy machine cannot fail them.</summary>
public sealed class LabLatencyTests : IAsyncLifetime
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(60);

    private RunningLab _lab = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _lab = await RunningLab.StartAsync(
        LabWorld.Healthy("example.test") with { Latency = LabLatency.Of(RoundTrip) }, TimeProvider.System, Cancellation);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dns_FarAway_AnswersLaterByOneRoundTrip(bool overTcp) =>
        AssertTurns(1, await TimeAsync(() => new LookupClient(new LookupClientOptions(_lab.DnsEndPoint) { UseCache = false, UseTcpOnly = overTcp })
            .QueryAsync("example.test", QueryType.MX, cancellationToken: Cancellation)));

    [Fact]
    public async Task Https_FarAway_TakesOneRoundTripForTheHandshakeAndOneForTheAnswer()
    {
        using var client = LabClients.Http(_lab);
        string body = "";

        AssertTurns(2, await TimeAsync(async () => body = await client.GetStringAsync("https://mta-sts.example.test/.well-known/mta-sts.txt", Cancellation)));

        Assert.Contains("mx.example.test", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Smtp_FarAway_TakesOneRoundTripForEachTurn() => AssertTurns(6, await TimeAsync(async () =>
    {
        await using var talk = await LabClients.SmtpAsync(_lab, IPAddress.Loopback, Cancellation);
        await talk.HearAsync();
        await talk.SayAsync("EHLO client.test");
        await talk.SayAsync("STARTTLS");
        await talk.StartTlsAsync("mx.example.test");
        await talk.SayAsync("EHLO client.test");
        await talk.SayAsync("QUIT");
    }));

    private static void AssertTurns(int turns, TimeSpan taken) =>
        Assert.InRange(taken, (turns * RoundTrip) - TimeSpan.FromMilliseconds(turns), TimeSpan.MaxValue);

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }
}
