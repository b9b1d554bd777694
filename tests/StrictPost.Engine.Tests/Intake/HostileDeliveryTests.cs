using System.IO.Compression;
using System.Text;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.Findings;
using static StrictPost.Engine.Tests.Intake.Reports;

namespace StrictPost.Engine.Tests.Intake;

/// <summary>What was made to do harm costs bounded memory, and is called by its name.</summary>
public sealed class HostileDeliveryTests
{
    /// <summary>Far more than is needed, and far less than what the bombs unpack to.</summary>
    private const long MostAllocated = 700L * 1024 * 1024;

    [Fact]
    public async Task GzipBomb_Of10Gb_StopsAtTheCap() => await TooLargeAsync(ZeroBomb(10L * 1024 * 1024 * 1024));

    [Fact]
    public async Task GzipBomb_OfGzipBomb_StopsAtTheCap() => await TooLargeAsync(Gzip(ZeroBomb(1024L * 1024 * 1024)));

    [Fact]
    public async Task GzipBomb_InAMailWithAReport_LeavesTheReport()
    {
        var reading = await ReadAsync(Mail(Part("application/gzip", Gzip(Json())), Part("application/gzip", ZeroBomb(1024L * 1024 * 1024))));

        Assert.Single(reading.Reports);
        Assert.Equal("delivery-too-large-expanded", Assert.Single(reading.Obstacles).Code);
    }

    [Fact]
    public async Task ZipBomb_OfManyFiles_StopsAtTheCapForAll()
    {
        byte[] file = new byte[20 * 1024 * 1024];
        byte[] zip = Zip([.. Enumerable.Range(0, 30).Select(i => ($"{i}.json", file))]);

        var reading = await MeasuredAsync(zip);

        Assert.Contains("delivery-too-large-expanded", Assert.Single(reading.Obstacles).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zip_ThatLiesAboutSizes_IsReadOrCalledBroken()
    {
        byte[] zip = Zip(("r.json", Json()));
        byte[] size = BitConverter.GetBytes(Json().Length);
        for (int at = zip.AsSpan().IndexOf(size); at >= 0 && at < zip.Length; at = zip.AsSpan(at + 1).IndexOf(size) is >= 0 and var next ? at + 1 + next : -1)
            BitConverter.GetBytes(3).CopyTo(zip, at);

        var reading = await ReadAsync(zip);

        Assert.Equal(1, reading.Reports.Length + reading.Obstacles.Length);
    }

    [Fact]
    public async Task Zip_ThatListsMillionsOfFiles_IsNotListed()
    {
        byte[] listed = [.. "PK\u0001\u0002"u8, .. new byte[42]];
        byte[] zip = [.. "PK\u0003\u0004"u8, .. Enumerable.Repeat(listed, 300_000).SelectMany(bytes => bytes)];

        Assert.Equal("delivery-too-many-parts", Assert.Single((await MeasuredAsync(zip, 100)).Obstacles).Code);
    }

    [Fact]
    public async Task Zip_Encrypted_SaysSo()
    {
        byte[] zip = Zip(CompressionLevel.NoCompression, ("r.json", Json()));
        zip[6] |= 1;
        zip[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;

        Assert.Equal("delivery-archive-encrypted", Assert.Single((await ReadAsync(zip)).Obstacles).Code);
    }

    [Fact]
    public async Task Wrapping_WithoutEnd_StopsAtTheDepth()
    {
        byte[] bytes = Json();
        for (int i = 0; i <= ReportReader.MostWrappings; i++)
            bytes = Gzip(bytes);

        Assert.Equal("delivery-wrapped-too-deep", Assert.Single((await ReadAsync(bytes)).Obstacles).Code);
    }

    [Fact]
    public async Task Mails_InMails_StopAtTheDepth()
    {
        byte[] mail = Mail(Part("application/gzip", Gzip(Json())));
        for (int i = 0; i < 20; i++)
            mail = Encoding.Latin1.GetBytes($"Subject: {i}\r\nContent-Type: message/rfc822\r\n\r\n{Encoding.Latin1.GetString(mail)}");

        Assert.Equal("delivery-wrapped-too-deep", Assert.Single((await ReadAsync(mail)).Obstacles).Code);
    }

    [Fact]
    public async Task Mail_OfManyReports_StopsAtTheMostParts()
    {
        var reading = await ReadAsync(Mail([.. Enumerable.Range(0, 150).Select(i => Part("application/gzip", Gzip(Json($"{i}"))))]));

        Assert.Equal(ReportReader.MostParts, reading.Reports.Length);
        Assert.Equal("delivery-too-many-parts", Assert.Single(reading.Obstacles).Code);
    }

    [Theory]
    [InlineData("--=-b\r\n\r\n", "parts")]
    [InlineData("a:\r\n", "header fields")]
    [InlineData("--=-b\r\na:\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n", "")]
    public async Task Mail_OfMillionsOfPieces_IsNotTakenApart(string piece, string words)
    {
        string pieces = string.Concat(Enumerable.Repeat(piece, Delivery.MostBytes / piece.Length - 100));
        byte[] mail = Encoding.Latin1.GetBytes($"Subject: x\r\nContent-Type: multipart/mixed; boundary=\"=-b\"\r\n\r\n--=-b\r\n{pieces}");

        var obstacle = Assert.Single((await MeasuredAsync(mail)).Obstacles);

        Assert.Equal("delivery-mime-broken", obstacle.Code);
        Assert.Contains(words, obstacle.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_WithAnEndlessContentType_IsNotTakenApart()
    {
        byte[] mail = Encoding.Latin1.GetBytes("Content-Type: text/plain" + string.Concat(Enumerable.Repeat("; a=b", 3_000_000)) + "\r\n\r\nx");

        Assert.Equal("delivery-mime-broken", Assert.Single((await MeasuredAsync(mail, 1500)).Obstacles).Code);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public async Task Json_NestedDeep_IsRefused(int depth)
    {
        byte[] json = Encoding.ASCII.GetBytes("{\"x\":" + new string('[', depth) + new string(']', depth) + "}");

        Assert.StartsWith("report-", Assert.Single((await MeasuredAsync(Gzip(json))).Obstacles).Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_Of10MillionFailures_StopsAtTheCap()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] start = Json()[..^10];
            await gzip.WriteAsync(start, TestContext.Current.CancellationToken);
            await gzip.WriteAsync(",\"failure-details\":[{}"u8.ToArray(), TestContext.Current.CancellationToken);
            byte[] many = [.. Enumerable.Repeat(",{\"result-type\":\"validation-failure\",\"failed-session-count\":1}"u8.ToArray(), 1000).SelectMany(bytes => bytes)];
            for (int i = 0; i < 10_000; i++)
                await gzip.WriteAsync(many, TestContext.Current.CancellationToken);
        }

        Assert.Equal("delivery-too-large-expanded", Assert.Single((await MeasuredAsync(packed.ToArray())).Obstacles).Code);
    }

    [Fact]
    public async Task Json_OfManySmallFailures_StopsAtTheCap()
    {
        byte[] json = [.. Json()[..^5], .. ",\"failure-details\":[{}"u8, .. Enumerable.Repeat(",{}"u8.ToArray(), 5_000_000).SelectMany(bytes => bytes)];

        Assert.StartsWith("report-", Assert.Single((await MeasuredAsync(Gzip(json))).Obstacles).Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attachment_Of15Mb_IsRead()
    {
        byte[] json = [.. Json()[..^1], .. ",\"x\":\""u8, .. Enumerable.Repeat((byte)'x', 11 * 1024 * 1024), .. "\"}"u8];
        byte[] mail = Mail(Part("application/json", json));
        Assert.InRange(mail.Length, 15_000_000, Delivery.MostBytes);

        Assert.Single((await MeasuredAsync(mail)).Reports);
    }

    [Fact]
    public async Task Report_OfHostileTexts_IsReadAndItsTextsAreEscapedForTerminals()
    {
        string hostile = "<script>alert(1)</script>\\u001b[31m\\u0000\\u202e\\ud800";
        byte[] json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Json()).Replace("Reporter Inc.", hostile, StringComparison.Ordinal).Replace(":5,", ":99999999999999999999,", StringComparison.Ordinal));

        var found = Assert.Single((await ReadAsync(json)).Reports);

        Assert.Equal(long.MaxValue, found.Report.Policies[0].Successful);
        Assert.DoesNotContain('\0', found.Report.Organization);
        Assert.NotEmpty(found.Findings);
    }

    [Fact]
    public async Task Report_OfInvalidUtf8_IsReadWithAFinding()
    {
        byte[] json = Json();
        json[json.AsSpan().IndexOf("Reporter Inc."u8)] = 0xFF;

        Assert.Contains(Assert.Single((await ReadAsync(json)).Reports).Findings, finding => finding.Severity is Severity.Warning or Severity.Info);
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed\r\n\r\n--\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=\"\r\n\r\n--x\r\n")]
    [InlineData("Content-Type: ;;;\r\nContent-Transfer-Encoding: base65\r\n\r\n\u00ff\u00fe")]
    [InlineData("Content-Type: message/rfc822\r\n\r\n")]
    [InlineData("a:")]
    [InlineData("From x")]
    public async Task Mail_Broken_HasOneObstacle(string mail) => Assert.Single((await ReadAsync(Encoding.Latin1.GetBytes(mail))).Obstacles);

    private static async Task TooLargeAsync(byte[] bomb) => Assert.Equal("delivery-too-large-expanded", Assert.Single((await MeasuredAsync(bomb)).Obstacles).Code);

    /// <param name="bytes">What to read.</param>
    /// <param name="mostMb">How much may be allocated; what is rented counts, too.</param>
    private static async Task<DeliveryReading> MeasuredAsync(byte[] bytes, long mostMb = MostAllocated / 1024 / 1024)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        var reading = await ReadAsync(bytes);
        long allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1024 / 1024;
        Assert.True(allocated < mostMb, $"{allocated} MiB were allocated");
        return reading;
    }

    /// <summary>Zeros, packed; 1 GB of them has about 1 MB. Made of one packed block over and over: gzip files may be strung together (RFC 1952 §2.2).</summary>
    private static byte[] ZeroBomb(long length)
    {
        const int Block = 64 * 1024 * 1024;
        byte[] one = Gzip(new byte[Block]);
        return [.. Enumerable.Repeat(one, (int)(length / Block)).SelectMany(bytes => bytes)];
    }
}
