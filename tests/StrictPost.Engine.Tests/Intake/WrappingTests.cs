using System.IO.Compression;
using System.Text;
using static StrictPost.Engine.Tests.Intake.Reports;

namespace StrictPost.Engine.Tests.Intake;

/// <summary>A report is found under whatever it is wrapped in, and whatever that calls itself.</summary>
public sealed class WrappingTests
{
    /// <summary>Everything around one report that reporters were seen to use, and some more.</summary>
    public static TheoryData<string> Wrappings => [.. Wrapped.Keys];

    private static Dictionary<string, Func<byte[]>> Wrapped { get; } = new(StringComparer.Ordinal)
    {
        ["json"] = () => Json(),
        ["json with a byte order mark"] = () => [0xEF, 0xBB, 0xBF, .. Json()],
        ["json in UTF-16"] = () => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Json()))],
        ["json behind blank lines"] = () => [.. "\r\n\r\n  "u8, .. Json()],
        ["gzip"] = () => Gzip(Json()),
        ["gzip in two members"] = () => [.. Gzip(Json()[..100]), .. Gzip(Json()[100..])],
        ["gzip with garbage behind"] = () => [.. Gzip(Json()), 1, 2, 3, 0, 0],
        ["gzip without its end"] = () => Gzip(Json())[..^8],
        ["gzip in gzip"] = () => Gzip(Gzip(Json())),
        ["zlib"] = () => Zlib(Json()),
        ["zip"] = () => Zip(("r.json", Json())),
        ["zip, stored"] = () => Zip(CompressionLevel.NoCompression, ("r.json", Json())),
        ["zip of gzip"] = () => Zip(("folder/r.json.gz", Gzip(Json()))),
        ["zip in zip"] = () => Zip(("z.zip", Zip(("r", Json())))),
        ["zip from a Mac"] = () => Zip(("r.json", Json()), ("__MACOSX/._r.json", [0, 5, 22, 7])),
        ["base64 of gzip"] = () => Base64(Gzip(Json())),
        ["base64 of json"] = () => Base64(Json()),
        ["mail, as RFC 8460 says"] = () => Mail(Text("Hello."), Part("application/tlsrpt+gzip", Gzip(Json()))),
        ["mail, plain json"] = () => Mail(Text("Hello."), Plain("application/tlsrpt+json", Json())),
        ["mail, x-gzip"] = () => Mail(Part("application/tlsrpt+x-gzip", Gzip(Json()))),
        ["mail, bare tlsrpt"] = () => Mail(Part("application/tlsrpt", Gzip(Json()))),
        ["mail, octet-stream"] = () => Mail(Part("application/octet-stream", Gzip(Json()))),
        ["mail, gzip"] = () => Mail(Part("application/gzip", Gzip(Json()))),
        ["mail, zip"] = () => Mail(Part("application/zip", Zip(("r.json", Json())))),
        ["mail, json labelled gzip"] = () => Mail(Part("application/tlsrpt+gzip; name=\"r.json.gz\"", Json())),
        ["mail, gzip labelled json"] = () => Mail(Part("application/tlsrpt+json; name=\"r.json\"", Gzip(Json()))),
        ["mail, json in the text"] = () => Mail(Plain("text/plain", Json())),
        ["mail, an image by its label"] = () => Mail(Part("image/png", Gzip(Json()))),
        ["mail, base64 without the header that says so"] = () => Mail(Plain("application/tlsrpt+gzip", Base64(Gzip(Json())))),
        ["mail, labelled base64 and is none"] = () => Mail($"Content-Type: application/json\r\nContent-Transfer-Encoding: base64\r\n\r\n{Encoding.UTF8.GetString(Json())}"),
        ["mail, base64 without padding"] = () => Mail(Part("application/gzip", Gzip(Json())).TrimEnd('=')),
        ["mail, base64 with dirt in it"] = () => Mail(Part("application/gzip", Gzip(Json())).Replace("\r\n\r\nH4", "\r\n\r\n!H*4", StringComparison.Ordinal)),
        ["mail, quoted-printable"] = () => Mail($"Content-Type: application/json\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{Encoding.UTF8.GetString(Json()).Replace("\"", "=22", StringComparison.Ordinal)}"),
        ["mail, an empty part beside"] = () => Mail(Text(""), Part("application/octet-stream", []), Part("application/tlsrpt+gzip", Gzip(Json()))),
        ["mail, the only part"] = () => Encoding.Latin1.GetBytes($"From: a@{Reporter}\r\n{Part("application/tlsrpt+gzip", Gzip(Json()))}"),
        ["mail, forwarded"] = () => Mail(Text("See below."), Plain("message/rfc822", Mail(Part("application/gzip", Gzip(Json()))))),
        ["mail, forwarded as a file"] = () => Mail(Part("application/octet-stream; name=\"r.eml\"", Mail(Part("application/gzip", Gzip(Json()))))),
        ["mail behind an mbox line"] = () => [.. "From tls@reporter.example Fri May  1 00:00:00 2026\n"u8, .. Mail(Part("application/gzip", Gzip(Json())))],
        ["mail with bare line feeds"] = () => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Mail(Part("application/gzip", Gzip(Json())))).Replace("\r\n", "\n", StringComparison.Ordinal)),
        ["mail without its last boundary"] = () => Mail(Part("application/gzip", Gzip(Json())))[..^10],
        ["mail in zip"] = () => Zip(("r.eml", Mail(Part("application/gzip", Gzip(Json()))))),
    };

    [Theory]
    [MemberData(nameof(Wrappings))]
    public async Task Report_InAnyWrapping_IsFoundWithoutObstacles(string wrapping)
    {
        var reading = await ReadAsync(Wrapped[wrapping]());

        Assert.Empty(reading.Obstacles.Select(obstacle => obstacle.Message));
        var found = Assert.Single(reading.Reports);
        Assert.Equal(("1", Domain, 5), (found.Report.ReportId, found.Report.Policies[0].Domain.Ascii, found.Report.Policies[0].Successful));
    }

    [Fact]
    public async Task Zip_OfSeveralReports_GivesAll()
    {
        var reading = await ReadAsync(Zip(("a.json", Json("a")), ("b.json.gz", Gzip(Json("b"))), ("notes.txt", "hello"u8.ToArray())));

        Assert.Equal(["a", "b"], reading.Reports.Select(found => found.Report.ReportId), StringComparer.Ordinal);
        Assert.Empty(reading.Obstacles);
    }

    [Fact]
    public async Task Mail_WithGoodAndBadParts_GivesReportsAndObstacles()
    {
        var reading = await ReadAsync(Mail(Text("Hello."), Part("application/gzip", Gzip(Json("good"))), Part("application/gzip", [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8]), Part("application/json", "{\"a\":"u8.ToArray())));

        Assert.Equal("good", Assert.Single(reading.Reports).Report.ReportId);
        Assert.Equal(["delivery-archive-broken", "report-json-invalid"], reading.Obstacles.Select(obstacle => obstacle.Code), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(100, "delivery-archive-broken")]
    [InlineData(20, "delivery-archive-broken")]
    [InlineData(4, null)]
    public async Task Gzip_CutShort_IsBlamedUnlessAllIsThere(int missing, string? code)
    {
        var reading = await ReadAsync(Gzip(Json())[..^missing]);

        Assert.Equal(code, reading.Obstacles.SingleOrDefault()?.Code);
        Assert.Equal(code is null ? 1 : 0, reading.Reports.Length);
    }

    [Fact]
    public async Task Gzip_OfBrokenJson_IsNotBlamed() =>
        Assert.Equal("report-json-invalid", Assert.Single((await ReadAsync(Gzip("{\"a\":1"u8.ToArray()))).Obstacles).Code);

    [Fact]
    public async Task Headers_AroundAReport_FillInWhatItLeavesOut()
    {
        byte[] json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Json()).Replace($",\"policy-domain\":\"{Domain}\"", "", StringComparison.Ordinal));

        var reading = await ReadAsync(Mail(Part("application/gzip", Gzip(json))));

        Assert.Equal(Domain, Assert.Single(reading.Reports).Report.Policies[0].Domain.Ascii);
    }

    [Theory]
    [InlineData("", "delivery-empty")]
    [InlineData(" \r\n\t", "delivery-empty")]
    [InlineData("hello", "report-not-a-report")]
    [InlineData("<?xml version=\"1.0\"?><feedback></feedback>", "report-not-a-report")]
    [InlineData("<html></html>", "report-not-a-report")]
    [InlineData("{\"a\":1", "report-json-invalid")]
    [InlineData("Subject: lunch\r\n\r\nAt one?\r\n", "delivery-nothing-in-it")]
    [InlineData("Subject: lunch\r\nContent-Type: application/json\r\n\r\n[]", "report-not-a-report")]
    public async Task Delivery_WithoutAReport_HasOneObstacleThatSaysWhy(string text, string code)
    {
        var reading = await ReadAsync(Encoding.Latin1.GetBytes(text));

        Assert.Empty(reading.Reports);
        Assert.Equal(code, Assert.Single(reading.Obstacles).Code);
    }

    [Fact]
    public async Task Mail_WithoutAReport_NamesWhatWasLookedAt()
    {
        var reading = await ReadAsync(Mail(Text("Hello."), Part("image/png; name=\"logo.png\"", [1, 2, 3]), Part("application/gzip; name=\"a.gz\"", [0x1F, 0x8B]), Part("application/json", "{}x"u8.ToArray())));

        var obstacle = Assert.Single(reading.Obstacles);
        Assert.Equal("delivery-nothing-in-it", obstacle.Code);
        Assert.Contains("text/plain, logo.png, a.gz (delivery-archive-broken), application/json (report-", obstacle.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_OfDmarc_SaysThatItIsThat()
    {
        var reading = await ReadAsync(Mail(Part("application/gzip; name=\"a.xml.gz\"", Gzip("<?xml version=\"1.0\"?><feedback></feedback>"u8.ToArray()))));

        Assert.Contains("DMARC", Assert.Single(reading.Obstacles).Message, StringComparison.Ordinal);
    }

    private static byte[] Base64(byte[] bytes) => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks));
}
