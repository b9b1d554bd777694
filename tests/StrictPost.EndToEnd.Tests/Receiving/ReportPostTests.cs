using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Intake;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>Reports that curl posts.</summary>
public sealed class ReportPostTests
{
    private const string Json = "{\"organization-name\":\"x\"}";

    [Theory]
    [InlineData("--http1.1")]
    [InlineData("--http2")]
    [InlineData("--http1.1", "-H", "Expect: 100-continue")]
    [InlineData("--http1.1", "-H", "Transfer-Encoding: chunked")]
    [InlineData("--http2", "-H", "Content-Type: application/tlsrpt+gzip", "-H", "Content-Encoding: gzip")]
    public async Task Report_Posted_IsAcceptedAndKeptAsItCame(params string[] options)
    {
        await using var here = await ReceivingHere.StartAsync();

        Assert.Equal("201", await PostAsync(here, await here.PathAsync("example.org"), Encoding.UTF8.GetBytes(Json), options));

        var kept = Assert.Single(await here.DeliveriesAsync());
        Assert.Equal(Json, Encoding.UTF8.GetString(kept.Bytes.Span));
        Assert.Equal((WayIn.Https, "example.org", "127.0.0.1"), (kept.Way, kept.AddressedTo, kept.Source));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zip")]
    [InlineData("mail")]
    [InlineData("large")]
    public async Task Report_InAnotherForm_IsAcceptedByItsBytes(string form)
    {
        byte[] body = Form(form);
        await using var here = await ReceivingHere.StartAsync();

        Assert.Equal("201", await PostAsync(here, await here.PathAsync("example.org"), body));

        Assert.Equal(body, Assert.Single(await here.DeliveriesAsync()).Bytes.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("<html></html>")]
    public async Task Body_ThatIsNoReport_IsRefused(string body)
    {
        await using var here = await ReceivingHere.StartAsync();

        Assert.Equal("400", await PostAsync(here, await here.PathAsync("example.org"), Encoding.UTF8.GetBytes(body)));

        Assert.Empty(await here.DeliveriesAsync());
    }

    [Fact]
    public async Task Secret_OfAnotherDomainOrNone_OpensNothing()
    {
        await using var here = await ReceivingHere.StartAsync();
        string path = await here.PathAsync("example.org");
        byte[] body = Encoding.UTF8.GetBytes(Json);

        Assert.Equal("404", await PostAsync(here, path + "x", body));
        Assert.Equal("404", await PostAsync(here, path[..^1], body));
        Assert.Equal("404", await PostAsync(here, "/v1/tlsrpt/", body));
        Assert.Equal("404", await PostAsync(here, await here.PathAsync("xn--mnchen-3ya.example"), body));
        Assert.Empty(await here.DeliveriesAsync());
    }

    [Fact]
    public async Task Secret_AskedForWithGet_IsNotToldFromAWrongOne()
    {
        await using var here = await ReceivingHere.StartAsync();

        Assert.Equal("405", await CurlAsync(here, await here.PathAsync("example.org"), "-o", "/dev/null"));
        string answer = await CurlAsync(here, "/v1/tlsrpt/wrong", "-i", "--http1.1");

        Assert.Contains("405", answer, StringComparison.Ordinal);
        Assert.Contains("Allow: POST\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--http1.1")]
    [InlineData("--http2")]
    [InlineData("--http1.1", "-H", "Transfer-Encoding: chunked")]
    [InlineData("--http1.1", "-H", "Expect: 100-continue")]
    public async Task Body_TooLarge_IsRefused(params string[] options)
    {
        await using var here = await ReceivingHere.StartAsync();

        Assert.Equal("413", await PostAsync(here, await here.PathAsync("example.org"), new byte[Delivery.MostBytes + 1], options));

        Assert.Empty(await here.DeliveriesAsync());
    }

    [Fact]
    public async Task Body_OnAnotherPath_IsNotRead()
    {
        await using var here = await ReceivingHere.StartAsync();

        Assert.Equal("405", await PostAsync(here, "/", Encoding.UTF8.GetBytes(Json)));
    }

    [Fact]
    public async Task Network_OverItsRate_IsToldWhenToComeAgain()
    {
        // The minute before this one, since curl looks at the certificate by its own clock; 40 seconds into it.
        var now = TimeProvider.System.GetUtcNow();
        var time = new FakeTimeProvider(new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddSeconds(-20));
        await using var here = await ReceivingHere.StartAsync(plan => plan with { PostsPerMinute = 2 }, time);
        string path = await here.PathAsync("example.org");
        byte[] body = Encoding.UTF8.GetBytes(Json);

        Assert.Equal("201", await PostAsync(here, path, body));
        Assert.Equal("201", await PostAsync(here, path, body));
        string refused = await PostAsync(here, path, body, "--http1.1", "-D", "-");

        Assert.EndsWith("429", refused, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 20\r\n", refused, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("201", await PostAsync(here, path, body));
    }

    [Fact]
    public async Task Disk_NearlyFull_IsToldWhenToComeAgain()
    {
        await using var here = await ReceivingHere.StartAsync(plan => plan with { LeastFreeBytes = long.MaxValue });

        string refused = await PostAsync(here, await here.PathAsync("example.org"), Encoding.UTF8.GetBytes(Json), "--http1.1", "-D", "-");

        Assert.EndsWith("503", refused, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 120\r\n", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_MoreThanMemoryAllows_HasToComeAgain()
    {
        await using var here = await ReceivingHere.StartAsync(plan => plan with { MostMemory = 100_000 });
        string path = await here.PathAsync("example.org");

        Assert.Equal("503", await PostAsync(here, path, [.. "{"u8, .. new byte[150_000]]));
        Assert.Equal("201", await PostAsync(here, path, [.. "{"u8, .. new byte[50_000]]));
    }

    [Fact]
    public async Task Store_ThatLostItsTable_TakesNothingAndSaysSo()
    {
        await using var here = await ReceivingHere.StartAsync();
        string path = await here.PathAsync("example.org");
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220");
        await talk.BeginMessageAsync();
        await here.BreakAsync("ALTER TABLE report_pending RENAME TO gone;");

        await talk.SendAsync("Subject: x\r\n.\r\n");
        await talk.ExpectAsync("451 4.3.0");
        Assert.Equal("503", await PostAsync(here, path, Encoding.UTF8.GetBytes(Json)));

        await here.BreakAsync("ALTER TABLE gone RENAME TO report_pending;");
        await talk.BeginMessageAsync();
        await talk.SendAsync("Subject: x\r\n.\r\n");
        await talk.ExpectAsync("250 2.0.0");
        Assert.Equal("201", await PostAsync(here, path, Encoding.UTF8.GetBytes(Json)));
        Assert.Equal(2, (await here.DeliveriesAsync()).Count);
    }

    /// <summary>Posts, and returns the answer's status behind whatever else curl was told to write.</summary>
    private static async Task<string> PostAsync(ReceivingHere here, string path, byte[] body, params string[] options)
    {
        string file = Path.Combine(here.Server.Folder, "body");
        await File.WriteAllBytesAsync(file, body, TestContext.Current.CancellationToken);
        return await CurlAsync(here, path, ["-o", "/dev/null", "--data-binary", $"@{file}", .. options]);
    }

    private static async Task<string> CurlAsync(ReceivingHere here, string path, params string[] options)
    {
        string port = here.Server.Https.ToString(CultureInfo.InvariantCulture);
        var ended = await here.Server.RunAsync(
            "curl", ["-sS", "--cacert", here.Server.RootFile, "--connect-to", $"::127.0.0.1:{port}", "-w", "%{http_code}", .. options, $"https://mta-sts.example.org:{port}{path}"]);
        return ended.Output;
    }

    private static byte[] Form(string form)
    {
        using var bytes = new MemoryStream();
        switch (form)
        {
            case "gzip":
                using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
                    gzip.Write(Encoding.UTF8.GetBytes(Json));
                break;
            case "zip":
                using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
                using (var entry = zip.CreateEntry("report.json").Open())
                    entry.Write(Encoding.UTF8.GetBytes(Json));
                break;
            case "mail":
                bytes.Write(Encoding.UTF8.GetBytes($"TLS-Report-Domain: example.org\r\n\r\n{Json}"));
                break;
            default:
                bytes.Write([.. "{"u8, .. new byte[Delivery.MostBytes - 1]]);
                break;
        }

        return bytes.ToArray();
    }
}
