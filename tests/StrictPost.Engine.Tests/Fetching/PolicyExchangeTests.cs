using System.Net.Sockets;
using StrictPost.Engine.Fetching;
using StrictPost.Engine.Tests.Probing;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Fetching;

/// <summary>Answers that web servers seldom give, over a channel without TLS, so that each byte is the test's.</summary>
public sealed class PolicyExchangeTests
{
    private const string Good = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answer_WithVeryManyFields_KeepsTheFirst()
    {
        string fields = string.Concat(Enumerable.Range(0, 200).Select(index => $"X-{index}: {index}\r\n"));

        var answer = (await AskAsync($"HTTP/1.1 200 OK\r\n{fields}Content-Length: 2\r\n\r\nok")).Head!;

        Assert.Equal((HttpEvidence.MostFields, "0"), (answer.Fields.Length, answer.Field("x-0")));
    }

    [Fact]
    public async Task Answer_WithAFieldTwice_KeepsBoth() =>
        Assert.Equal(
            ["text/html", "text/plain"],
            (await AskAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n")).Head!
                .Fields.Where(field => field.Name == "Content-Type").Select(field => field.Value),
            StringComparer.Ordinal);

    [Fact]
    public async Task Answer_AfterAnEarlyHint_Counts() =>
        Assert.Equal(2, (await AskAsync($"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n{Good}")).BodyLength);

    [Fact]
    public async Task Answer_WithAnotherStatus_IsNotRead() =>
        Assert.Equal((404, 0), Sum(await AskAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot found")));

    [Fact]
    public async Task Answer_WithFieldsBeyondAllMeasure_IsNotSpoken()
    {
        var fault = await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync($"HTTP/1.1 200 OK\r\nX: {new string('x', 20_000)}\r\n\r\n"));

        Assert.Equal(ConnectionFault.NotSpoken, PolicyExchange.EndOf(fault, ConnectionPhase.Headers).Fault);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9\r\n\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    public async Task Answer_ThatIsNoHttp_IsNotSpoken(string words)
    {
        var fault = await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync(words));

        Assert.Equal(ConnectionFault.NotSpoken, PolicyExchange.EndOf(fault, ConnectionPhase.Headers).Fault);
    }

    private static (int Status, int Length) Sum(FetchNotes notes) => (notes.Head!.Status, notes.BodyLength);

    private static async Task<FetchNotes> AskAsync(string answer)
    {
        await using var host = new ScriptedHost("", "GET /.well-known/mta-sts.txt HTTP/1.1\r\n", answer);
        using var client = new TcpClient();
        await client.ConnectAsync(System.Net.IPAddress.Loopback, host.Port, Cancellation);
        using var exchange = new PolicyExchange(client.GetStream(), DomainName.Parse("mta-sts.good.example").Value!, userAgent: null);
        var notes = new FetchNotes();
        await exchange.GetAsync(notes, Cancellation);
        return notes;
    }
}
