using System.Collections.Concurrent;
using System.Text;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Intake.Trust;
using StrictPost.Engine.Tests.Dns;
using StrictPost.Protocol.TlsRpt.Reports;
using static StrictPost.Engine.Tests.Intake.Reports;

namespace StrictPost.Engine.Tests.Intake;

/// <summary>Who sent a report, as sure as its signatures and its way make it.</summary>
public sealed class TrustTests : IAsyncDisposable
{
    private const ushort Txt = 16;
    private readonly ConcurrentDictionary<string, WireAnswer?> _answers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> _asked = [];
    private readonly ScriptedDns _dns;
    private readonly ReportReader _reader;

    public TrustTests()
    {
        _dns = new ScriptedDns((name, type) =>
        {
            _asked.Enqueue(name);
            return type != Txt ? new WireAnswer(0) : _answers.TryGetValue(name.TrimEnd('.'), out var answer) ? answer : new WireAnswer(3);
        });
        var lookups = new DnsLookups(_dns.EndPoint, new DnsSettings { Deadline = TimeSpan.FromMilliseconds(400), OneTry = TimeSpan.FromMilliseconds(300), Retries = 0 }, TimeProvider.System);
        _reader = new ReportReader(new DkimJudge(lookups, TimeProvider.System));
    }

    private static byte[] Unsigned => Mail(Text("Hello."), Part("application/tlsrpt+gzip", Gzip(Json())));

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _dns.DisposeAsync();
    }

    [Theory]
    [InlineData(Reporter, false)]
    [InlineData(Reporter, true)]
    public async Task Mail_SignedByTheReporter_IsSignedByReporter(string signer, bool withEd25519)
    {
        var domain = Publish(withEd25519 ? SigningDomain.WithEd25519(signer) : SigningDomain.WithRsa(signer));

        var found = await TrustAsync(domain.Sign(Unsigned));

        Assert.Equal((ReportTrust.SignedByReporter, signer, null), (found.Trust, found.Signer, found.TrustDetail));
    }

    [Theory]
    [InlineData("mail.reporter.example", "reporter.example", ReportTrust.SignedByReporter)]
    [InlineData("reporter.example", "example", ReportTrust.SignedByAnother)]
    [InlineData("reporter.co.uk", "co.uk", ReportTrust.SignedByAnother)]
    [InlineData("mail.reporter.co.uk", "reporter.co.uk", ReportTrust.SignedByReporter)]
    [InlineData("mail.gmx.de", "gmx.de", ReportTrust.SignedByReporter)]
    public async Task Mail_SignedByAnAncestor_CountsWhereItHasOneOwner(string reporter, string signer, ReportTrust trust)
    {
        byte[] mail = Mail(Part("application/gzip", Gzip(Json(contact: $"tls@{reporter}"))));

        Assert.Equal(trust, (await TrustAsync(Publish(SigningDomain.WithEd25519(signer)).Sign(mail))).Trust);
    }

    [Theory]
    [InlineData("stranger.example")]
    [InlineData($"mail.{Reporter}")]
    [InlineData($"evil{Reporter}")]
    public async Task Mail_SignedByAStranger_IsSignedByAnother(string signer)
    {
        var found = await TrustAsync(Publish(SigningDomain.WithEd25519(signer)).Sign(Unsigned));

        Assert.Equal((ReportTrust.SignedByAnother, signer), (found.Trust, found.Signer));
        Assert.Contains(Reporter, found.TrustDetail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_WithSeveralSignatures_CountsTheBest()
    {
        byte[] mail = Publish(SigningDomain.WithEd25519(Reporter)).Sign(Unsigned);
        mail = Publish(SigningDomain.WithEd25519("list.example")).Sign(mail);
        mail = SigningDomain.WithEd25519("unpublished.example").Sign(mail);

        Assert.Equal(ReportTrust.SignedByReporter, (await TrustAsync(mail)).Trust);
    }

    [Fact]
    public async Task Mail_WithoutASignature_IsUnsigned() => Assert.Equal(ReportTrust.Unsigned, (await TrustAsync(Unsigned)).Trust);

    [Theory]
    [InlineData("Subject: Report", "Subject: Peport")]
    [InlineData("Hello.", "Hallo.")]
    [InlineData("bh=", "bh=AAAA")]
    [InlineData("a=rsa-sha256;", "a=rsa-sha256; z=x;")]
    public async Task Mail_ChangedOnItsWay_Failed(string from, string to)
    {
        string mail = Encoding.Latin1.GetString(Publish(SigningDomain.WithRsa(Reporter)).Sign(Unsigned));
        Assert.Contains(from, mail, StringComparison.Ordinal);

        var found = await TrustAsync(Encoding.Latin1.GetBytes(mail.Replace(from, to, StringComparison.Ordinal)));

        Assert.Equal((ReportTrust.Failed, Reporter), (found.Trust, found.Signer));
        Assert.Contains("does not hold", found.TrustDetail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_OfAPartOfTheBody_Failed()
    {
        string mail = Encoding.Latin1.GetString(Publish(SigningDomain.WithRsa(Reporter)).Sign(Unsigned)).Replace("; d=", "; l=10; d=", StringComparison.Ordinal);

        Assert.Contains("l=", (await FailedAsync(Encoding.Latin1.GetBytes(mail))).TrustDetail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_BySha1_Failed() =>
        Assert.Contains("rsa-sha1", (await FailedAsync(Publish(SigningDomain.WithRsa(Reporter)).Sign(Unsigned, withSha1: true))).TrustDetail, StringComparison.Ordinal);

    [Fact]
    public async Task Signature_ByAShortKey_Failed() =>
        Assert.Contains("512 bits", (await FailedAsync(Publish(SigningDomain.WithRsa(Reporter, 512)).Sign(Unsigned))).TrustDetail, StringComparison.Ordinal);

    [Fact]
    public async Task Signature_ThatLeavesOutFrom_Failed()
    {
        string mail = Encoding.Latin1.GetString(Publish(SigningDomain.WithRsa(Reporter)).Sign(Unsigned)).Replace("h=From:", "h=", StringComparison.OrdinalIgnoreCase);

        Assert.Contains("From", (await FailedAsync(Encoding.Latin1.GetBytes(mail))).TrustDetail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "NXDOMAIN")]
    [InlineData("", "no record")]
    [InlineData("v=DKIM1; p=", "revoked")]
    [InlineData("v=spf1 -all", "no DKIM key")]
    [InlineData("v=DKIM1; p=AAAA", "cannot be read")]
    [InlineData("v=DKIM1; p=!!", "cannot be read")]
    [InlineData("v=DKIM1; k=dsa; p=AAAA", "unknown kind")]
    [InlineData("v=DKIM1; h=sha1; p=AAAA", "no longer believed")]
    [InlineData("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "another algorithm")]
    public async Task Key_ThatIsNotThere_FailedForGood(string? record, string words)
    {
        var domain = SigningDomain.WithRsa(Reporter);
        if (record is not null)
            _answers[domain.RecordName] = record.Length == 0 ? new WireAnswer(0) : new WireAnswer(0, WireRecord.Text(domain.RecordName, record));

        var reading = await ReadAsync(domain.Sign(Unsigned));

        Assert.False(reading.AskAgain);
        Assert.Equal(ReportTrust.Failed, reading.Reports[0].Trust);
        Assert.Contains(words, reading.Reports[0].TrustDetail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dns_WithoutAnAnswer_FailedForNow(bool isSilent)
    {
        var domain = SigningDomain.WithRsa(Reporter);
        _answers[domain.RecordName] = isSilent ? null : new WireAnswer(2);

        var reading = await ReadAsync(domain.Sign(Unsigned));

        Assert.True(reading.AskAgain);
        Assert.Equal(ReportTrust.Failed, reading.Reports[0].Trust);
        Assert.Contains("cannot be judged now", reading.Reports[0].TrustDetail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_OfManyMailsAtOnce_IsAskedForOnce()
    {
        byte[] mail = Publish(SigningDomain.WithEd25519(Reporter)).Sign(Unsigned);

        var found = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => TrustAsync(mail))));

        Assert.All(found, one => Assert.Equal(ReportTrust.SignedByReporter, one.Trust));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Forwarded_BySomebody_IsJudgedByItsOwnSignature()
    {
        byte[] inner = Publish(SigningDomain.WithRsa(Reporter)).Sign(Unsigned);
        byte[] outer = Publish(SigningDomain.WithEd25519("forwarder.example")).Sign(Mail(Text("See below."), Plain("message/rfc822", inner)));

        var found = await TrustAsync(outer);

        Assert.Equal((ReportTrust.SignedByReporter, Reporter), (found.Trust, found.Signer));
    }

    [Fact]
    public async Task Report_ThatNamesNoDomainOfItsReporter_IsSignedByAnother()
    {
        byte[] mail = Mail(Part("application/gzip", Gzip(Json(contact: "nobody"))));

        Assert.Equal(ReportTrust.SignedByAnother, (await TrustAsync(Publish(SigningDomain.WithEd25519(Reporter)).Sign(mail))).Trust);
    }

    [Theory]
    [InlineData(Domain, ReportTrust.SecretAddress)]
    [InlineData("EXAMPLE.ORG", ReportTrust.SecretAddress)]
    [InlineData("other.example", ReportTrust.Unsigned)]
    [InlineData(null, ReportTrust.Unsigned)]
    public async Task Posted_ToASecretAddress_SpeaksOfThatDomainOnly(string? addressedTo, ReportTrust trust)
    {
        var reading = await Reports.ReadAsync(Gzip(Json()), WayIn.Https, addressedTo);

        Assert.Equal(trust, reading.Reports[0].Trust);
        Assert.Equal(trust is ReportTrust.SecretAddress, reading.Reports[0].TrustDetail is null);
    }

    [Theory]
    [InlineData(WayIn.File, ReportTrust.ByHand)]
    [InlineData(WayIn.Smtp, ReportTrust.Unsigned)]
    [InlineData(WayIn.Imap, ReportTrust.Unsigned)]
    [InlineData(WayIn.Folder, ReportTrust.Unsigned)]
    public async Task Json_WithoutAMail_IsBelievedByHandOnly(WayIn way, ReportTrust trust) =>
        Assert.Equal(trust, (await Reports.ReadAsync(Json(), way)).Reports[0].Trust);

    [Fact]
    public async Task File_ThatIsAMail_IsJudgedByItsSignature() => Assert.Equal(ReportTrust.Unsigned, (await Reports.ReadAsync(Unsigned, WayIn.File)).Reports[0].Trust);

    private SigningDomain Publish(SigningDomain domain)
    {
        byte[] data = [.. Encoding.Latin1.GetBytes(domain.Record).Chunk(200).SelectMany(chunk => chunk.Prepend((byte)chunk.Length))];
        _answers[domain.RecordName] = new WireAnswer(0, new WireRecord(domain.RecordName, Txt, data));
        return domain;
    }

    private Task<DeliveryReading> ReadAsync(byte[] mail) => _reader.ReadAsync(new Delivery(mail, WayIn.Smtp), TestContext.Current.CancellationToken);

    private async Task<FoundReport> TrustAsync(byte[] mail) => Assert.Single((await ReadAsync(mail)).Reports);

    private async Task<FoundReport> FailedAsync(byte[] mail)
    {
        var found = await TrustAsync(mail);
        Assert.Equal(ReportTrust.Failed, found.Trust);
        return found;
    }
}
