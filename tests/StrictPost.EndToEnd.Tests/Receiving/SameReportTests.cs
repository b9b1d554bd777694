using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MimeKit;
using MimeKit.Cryptography;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Reporting;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>One report is one report, by whatever ways it comes; and the ways make no difference but for how far it is believed.</summary>
public sealed class SameReportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_ByEveryWay_CountsOnceAndTheSurestCopyCounts()
    {
        await using var ways = await WaysIn.StartAsync();

        foreach (string way in (string[])["smtp", "imap", "maildir", "mbox", "pipe", "https", "file"])
            await ways.BringAsync(way, SampleReport.Of("r1"));

        Assert.Equal(
            [
                "smtp unsigned copy", "imap unsigned copy", "folder unsigned copy", "folder unsigned copy", "folder unsigned copy", "https secret-address copy",
                "file by-hand counted",
            ],
            await ways.ListAsync());
        Assert.Equal("{\"successful\":10,\"failed\":2,\"refused\":2,\"delivered\":0,\"unclear\":0}", await SumAsync(ways, "verified"));
        Assert.Equal("{\"successful\":0,\"failed\":0,\"refused\":0,\"delivered\":0,\"unclear\":0}", await SumAsync(ways, "unverified"));
    }

    [Theory]
    [InlineData("https", "https secret-address counted")]
    [InlineData("smtp", "smtp unsigned counted")]
    [InlineData("imap", "imap unsigned counted")]
    [InlineData("maildir", "folder unsigned counted")]
    [InlineData("mbox", "folder unsigned counted")]
    [InlineData("pipe", "folder unsigned counted")]
    public async Task Report_ByOneWay_IsStoredAsTheSameFileIs(string way, string listed)
    {
        using var other = new Installation();
        await other.DoAsync("domain", "add", "example.org", "--mx", "mx1.example.org");
        await File.WriteAllTextAsync(other.File("report.json"), SampleReport.Of("r1").ToJsonString(), Cancellation);
        await other.DoAsync("reports", "import", "report.json");
        await using var ways = await WaysIn.StartAsync();

        await ways.BringAsync(way, SampleReport.Of("r1"));

        string[] rows = await StoreRows.OfReportsAsync(other);
        Assert.Equal(8, rows.Length);
        Assert.Equal(rows, await StoreRows.OfReportsAsync(ways.Installation));
        Assert.Equal([listed], await ways.ListAsync());
    }

    [Fact]
    public async Task Copy_SignedByTheReporter_CountsInPlaceOfUnsureOnes()
    {
        using var rsa = RSA.Create(2048);
        using var folder = new TemporaryFolder();
        await using var dns = await RootZone.StartAsync(
            folder.Path, RootZone.Text("s1._domainkey.reporter.example", $"v=DKIM1; k=rsa; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}"));
        await using var ways = await WaysIn.StartAsync(dns.Address);
        await ways.BringAsync("smtp", SampleReport.Of("r1"));
        Assert.Equal("{\"successful\":0,\"failed\":0,\"refused\":0,\"delivered\":0,\"unclear\":0}", await SumAsync(ways, "verified"));
        Assert.Equal(0, (await ways.Installation.RunAsync("reports", "incidents")).ExitCode);

        await ways.BringMailAsync(Signed(rsa, "reporter.example"));
        await ways.BringAsync("https", SampleReport.Of("r1"));

        Assert.Equal(["smtp unsigned copy", "smtp signed counted", "https secret-address copy"], await ways.ListAsync());
        Assert.Equal("{\"successful\":10,\"failed\":2,\"refused\":2,\"delivered\":0,\"unclear\":0}", await SumAsync(ways, "verified"));
        Assert.Equal("{\"successful\":0,\"failed\":0,\"refused\":0,\"delivered\":0,\"unclear\":0}", await SumAsync(ways, "unverified"));
        Assert.Equal(1, (await ways.Installation.RunAsync("reports", "incidents")).ExitCode);
    }

    private static async Task<string> SumAsync(WaysIn ways, string which)
    {
        using var summary = JsonDocument.Parse(await ways.Installation.DoAsync("reports", "summary", "example.org", "--format", "json"));
        return JsonSerializer.Serialize(summary.RootElement.GetProperty(which));
    }

    private static MimeMessage Signed(RSA key, string domain)
    {
        var mail = SampleReport.Of("r1").ToMail();
        // Bytes are signed as they are sent.
        mail.Prepare(EncodingConstraint.SevenBit);
        using var pem = new MemoryStream(Encoding.ASCII.GetBytes(key.ExportRSAPrivateKeyPem()));
        var signer = new DkimSigner(pem, domain, "s1")
        {
            SignatureAlgorithm = DkimSignatureAlgorithm.RsaSha256,
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        };
        signer.Sign(mail, [HeaderId.From, HeaderId.To, HeaderId.Subject]);
        return mail;
    }
}
