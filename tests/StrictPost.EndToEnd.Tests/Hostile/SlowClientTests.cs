using Microsoft.Extensions.Time.Testing;
using StrictPost.EndToEnd.Tests.Serving;
using StrictPost.EndToEnd.Tests.Tls;

namespace StrictPost.EndToEnd.Tests.Hostile;

/// <summary>Clients that keep connections without getting anywhere.</summary>
public sealed class SlowClientTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private ServerHere _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerHere.StartAsync(["example.org"], time: _time);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Handshake_NeverFinished_EndsAtTheDeadline(int sent)
    {
        byte[] hello = await CapturedHello.ForAsync("mta-sts.example.org", "h2");
        using var client = await RawClient.ConnectAsync(_server.Https);
        await client.SendAsync(hello[..sent]);

        Assert.Empty(await EndAsync(client));
    }

    [Fact]
    public async Task Handshake_AbandonedAfterTheServersPart_EndsAtTheDeadline()
    {
        byte[] hello = await CapturedHello.ForAsync("mta-sts.example.org", "h2");
        using var client = await RawClient.ConnectAsync(_server.Https);
        await client.SendAsync(hello);

        byte[] answer = await EndAsync(client);

        // RFC 8446 §5.1: the server's part of the handshake came.
        Assert.Equal(22, answer[0]);
    }

    /// <summary>Lets time pass until the server has had enough. Whether it has begun to wait yet cannot be seen from here.</summary>
    private async Task<byte[]> EndAsync(RawClient client)
    {
        var end = client.UntilEndAsync();
        while (!end.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken));
        }

        return await end;
    }
}
