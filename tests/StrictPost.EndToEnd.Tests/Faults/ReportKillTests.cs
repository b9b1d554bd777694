using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Receiving;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Faults;

/// <summary>
/// <c>serve</c> is killed again and again while reports come in by SMTP and by HTTPS. What it said that it accepted is there afterwards, once; what it
/// did not say may be there, and then once.
/// </summary>
public sealed class ReportKillTests
{
    private const int Senders = 6;

    /// <summary>After at most so many acknowledgements a server is killed.</summary>
    private const int LongestLife = 40;

    /// <summary>And so long after that, so that it is not always at the same place.</summary>
    private static readonly TimeSpan MostMore = TimeSpan.FromMilliseconds(30);

    private readonly ConcurrentDictionary<string, bool> _sent = new(StringComparer.Ordinal);
    private int _last;
    private int _acknowledged;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reports_WhileAServerOnSqliteIsKilled_AreThereOnceIfAcknowledged()
    {
        using var installation = new Installation();
        await KillAsync(installation, "", 90);
        await JudgeAsync(new StorePlace(installation.File("data")));
    }

    [Fact]
    public async Task Reports_WhileAServerOnPostgresIsKilled_AreThereOnceIfAcknowledged()
    {
        await using var postgres = await PostgresServer.StartAsync();
        string connection = await postgres.CreateDatabaseAsync();
        using var installation = new Installation();
        await KillAsync(installation, $"[store]\npostgres = \"{connection}\"\n", 20);
        await JudgeAsync(new StorePlace(installation.File("data")) { Postgres = connection });
    }

    private async Task KillAsync(Installation installation, string store, int kills)
    {
        await File.WriteAllTextAsync(installation.File("strictpost.toml"), $"""
            connections_per_network = 0
            {store}
            [reports]
            host = "{ReceivingHere.MailHost}"
            smtp_port = 0
            messages_per_minute = 0
            posts_per_minute = 0
            least_free_mb = 0
            """, Cancellation);
        if (store.Length > 0)
            await installation.DoAsync("store", "migrate");
        await installation.DoAsync("domain", "add", "example.org", "--mx", "mx1.example.org");
        string path = PathIn(await installation.DoAsync("domain", "show", "example.org", "--format", "json"));
        var random = new Random(8460);
        for (int kill = 0; kill < kills; kill++)
        {
            await using var server = await RunningServer.StartAsync(installation);
            using var client = RunningServer.Client(installation.Root);
            var sending = Enumerable.Range(0, Senders).Select(i => i % 2 == 0 ? MailAsync(server) : PostAsync(client, $"https://mta-sts.example.org:{server.Https}{path}")).ToList();
            int enough = Volatile.Read(ref _acknowledged) + random.Next(LongestLife);
            await RunningServer.UntilAsync(() => Task.FromResult(""), _ => Volatile.Read(ref _acknowledged) >= enough);
            await Task.Delay(MostMore * random.NextDouble(), Cancellation);
            server.Kill();
            await Task.WhenAll(sending);
        }
    }

    /// <summary>Sends one mail after the other, until the server is gone.</summary>
    private async Task MailAsync(RunningServer server)
    {
        try
        {
            await using var talk = await SmtpTalk.BeginAsync(server.PortOf("smtp"));
            await talk.ReplyAsync();
            await talk.AskAsync("EHLO client.example");
            while (true)
            {
                string id = Next();
                await talk.SendAsync($"MAIL FROM:<>\r\nRCPT TO:<example.org@{ReceivingHere.MailHost}>\r\nDATA\r\n");
                for (int i = 0; i < 3; i++)
                    await talk.ReplyAsync();
                await talk.SendAsync($"X-Id: {id}\r\n\r\n.\r\n");
                string reply = await talk.ReplyAsync();
                if (reply.Length == 0)
                    return;
                Assert.StartsWith("250 ", reply, StringComparison.Ordinal);
                Acknowledge(id);
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            // Killed.
        }
    }

    /// <summary>Posts one report after the other, until the server is gone.</summary>
    private async Task PostAsync(HttpClient client, string address)
    {
        try
        {
            while (true)
            {
                string id = Next();
                using var body = new StringContent($"X-Id: {id}\r\n\r\n");
                using var answer = await client.PostAsync(new Uri(address), body, Cancellation);
                Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
                Acknowledge(id);
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            // Killed.
        }
    }

    private string Next()
    {
        string id = $"{Interlocked.Increment(ref _last)}";
        _sent[id] = false;
        return id;
    }

    private void Acknowledge(string id)
    {
        _sent[id] = true;
        Interlocked.Increment(ref _acknowledged);
    }

    private async Task JudgeAsync(StorePlace place)
    {
        await using var database = await Database.OpenAsync(place, TimeProvider.System, Cancellation);
        var store = new ReportRawStore(database);
        var kept = new List<string>();
        while (await store.FindAsync(kept.Count + 1, Cancellation) is { } found)
            kept.Add(Encoding.ASCII.GetString(found.Delivery.Bytes.Span).Split("\r\n")[0]["X-Id: ".Length..]);

        Assert.Equal(kept.Distinct(StringComparer.Ordinal).Count(), kept.Count);
        Assert.Subset(_sent.Keys.ToHashSet(StringComparer.Ordinal), kept.ToHashSet(StringComparer.Ordinal));
        var acknowledged = _sent.Where(sent => sent.Value).Select(sent => sent.Key).ToHashSet(StringComparer.Ordinal);
        Assert.Subset(kept.ToHashSet(StringComparer.Ordinal), acknowledged);
        Assert.NotEmpty(acknowledged);
    }

    private static string PathIn(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.GetProperty("reportAddresses").EnumerateArray().Select(address => address.GetString()!)
            .Where(address => address.StartsWith("https:", StringComparison.Ordinal)).Select(address => new Uri(address).AbsolutePath).Single();
    }
}
