using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Protocol.Tests.TlsRpt;

public sealed class ReportUriTests
{
    [Theory]
    [InlineData("mailto:reports@example.org", true)]
    [InlineData("Mailto:a%40b@xn--mnchen-3ya.example?subject=x", true)]
    [InlineData("https://reports.example.org:8443/a?b=c#d", false)]
    public void Parse_GoodAddress_IsKept(string text, bool mail)
    {
        var parsed = ReportUri.Parse(text);
        Assert.Empty(parsed.Findings);
        Assert.Equal(mail, parsed.Value!.IsMail);
        Assert.Equal(text, parsed.Value.ToString());
    }

    [Theory]
    [InlineData("", "tlsrpt-rua-empty")]
    [InlineData("mailto:a@example.org!1m", "tlsrpt-rua-character")]
    [InlineData("mailto:a,b@example.org", "tlsrpt-rua-character")]
    [InlineData("mailto:a;b@example.org", "tlsrpt-rua-character")]
    [InlineData("mailto:", "tlsrpt-rua-invalid")]
    [InlineData("mailto:@example.org", "tlsrpt-rua-invalid")]
    [InlineData("mailto:a@b_c", "tlsrpt-rua-invalid")]
    [InlineData("mailto:<a@example.org>", "tlsrpt-rua-invalid")]
    [InlineData("https:", "tlsrpt-rua-invalid")]
    [InlineData("https://", "tlsrpt-rua-invalid")]
    [InlineData("https://a b/", "tlsrpt-rua-invalid")]
    [InlineData("a@example.org", "tlsrpt-rua-scheme")]
    [InlineData("example.org", "tlsrpt-rua-scheme")]
    [InlineData("http://example.org/", "tlsrpt-rua-scheme")]
    [InlineData("tel:123", "tlsrpt-rua-scheme")]
    public void Parse_BadAddress_IsNone(string text, string code) =>
        Assert.Equal(code, Assert.Single(ReportUri.Parse(text).Findings).Code);

    [Theory]
    [InlineData("mailto:a@example.org!1m", "Write it as `%21`.")]
    [InlineData("a@example.org", "Write `mailto:a@example.org`.")]
    [InlineData("http://example.org/", "Write `https://example.org/`.")]
    public void Parse_BadAddress_NamesTheRepair(string text, string fix) =>
        Assert.Equal(fix, Assert.Single(ReportUri.Parse(text).Findings).Fix);

    [Fact]
    public void Text_Record_IsReadBack()
    {
        var record = TlsRptRecord.Parse("v=TLSRPTv1;rua=mailto:a@example.org , https://example.org/;x=1").Value!;
        Assert.Equal("v=TLSRPTv1; rua=mailto:a@example.org,https://example.org/;", record.Text);
    }
}
