using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.TlsRpt.Reports;

/// <summary>Each limit, at it and one beyond.</summary>
public sealed class ReportLimitsTests
{
    private const string Plain = """{"policy":{"policy-type":"no-policy-found","policy-domain":"example.org"},"summary":{"total-successful-session-count":1,"total-failure-session-count":0}}""";

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Size_AtTheLimitAndBeyond_IsReadOrRefused(int more, bool read)
    {
        byte[] bytes = new byte[ReportParser.MaxBytes + more];
        bytes.AsSpan().Fill((byte)' ');
        Encoding.UTF8.GetBytes(SampleReport.Of(Plain)).CopyTo(bytes, 0);

        AssertRead(ReportParser.Parse(bytes, ReportHints.None), read, ReportFindings.TooLarge, null);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Policies_AtTheLimitAndBeyond_AreReadOrRefused(int more, bool read) =>
        AssertRead(SampleReport.Parse(SampleReport.Of([.. Enumerable.Repeat(Plain, ReportParser.MaxPolicies + more)])), read, ReportFindings.TooMany, "policies");

    /// <summary>The limit holds for all policies together.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Failures_AtTheLimitAndBeyond_AreReadOrRefused(int more, bool read)
    {
        string half = string.Join(',', Enumerable.Repeat("{}", ReportParser.MaxFailures / 2));
        string rest = half + string.Concat(Enumerable.Repeat(",{}", more));

        AssertRead(
            SampleReport.Parse(SampleReport.Of(SampleReport.Policy(details: $"[{half}]"), SampleReport.Policy(details: $"[{rest}]"))),
            read, ReportFindings.TooMany, "failure details");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Lines_AtTheLimitAndBeyond_AreReadOrRefused(int more, bool read) => AssertRead(
        SampleReport.Parse(SampleReport.Of(SampleReport.Policy(lines: SampleReport.Lines(Enumerable.Repeat("x", ReportParser.MaxLines + more))))),
        read, ReportFindings.TooMany, "lines in `policy-string`");

    [Fact]
    public void Lines_ManyInOneText_AreRefused() => AssertRead(
        SampleReport.Parse(SampleReport.Of(SampleReport.Policy(lines: $"\"{string.Concat(Enumerable.Repeat("x\\n", ReportParser.MaxLines + 1))}\""))),
        read: false, ReportFindings.TooMany, "lines in `policy-string`");

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void MxHosts_AtTheLimitAndBeyond_AreReadOrRefused(int more, bool read) => AssertRead(
        SampleReport.Parse(SampleReport.Of(SampleReport.Policy(more: $",\"mx-host\":{SampleReport.Lines(Enumerable.Repeat("x", ReportParser.MaxMxHosts + more))}"))),
        read, ReportFindings.TooMany, "names in `mx-host`");

    [Theory]
    [InlineData(ReportParser.MaxDepth, true)]
    [InlineData(ReportParser.MaxDepth + 1, false)]
    [InlineData(1_000_000, false)]
    public void Depth_AtTheLimitAndBeyond_IsReadOrRefused(int depth, bool read)
    {
        string nested = new string('[', depth) + new string(']', depth);

        AssertRead(SampleReport.Parse(SampleReport.With(policies: $"[{Plain}]", more: $",\"x\":{nested}")), read, ReportFindings.TooDeep, null);
    }

    [Fact]
    public void Depth_InEveryPlace_IsRefused()
    {
        string nested = new('[', 100);
        string[] reports =
        [
            nested, $"{{\"policies\":[{nested}", $"{{\"policies\":[{{\"policy\":{{\"x\":{nested}", $"{{\"policies\":[{{\"failure-details\":[{{\"result-type\":{nested}",
            $"{{\"policies\":[{{\"failure-details\":[{nested}", $"{{\"date-range\":{{\"start-datetime\":{nested}", $"{{\"policies\":[{{\"policy\":{{\"mx-host\":[{nested}",
        ];

        Assert.All(reports, report => Assert.Null(SampleReport.Parse(report).Value));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("\\u0061")]
    [InlineData("ü")]
    [InlineData("\\u00fc")]
    [InlineData("\\n")]
    public void Text_AtTheLimitAndBeyond_IsKeptOrCut(string character)
    {
        string exact = string.Concat(Enumerable.Repeat(character, ReportParser.MaxText - 1)) + "x";

        var kept = SampleReport.Parse(SampleReport.With(organization: $"\"x{exact[character.Length..]}\""));
        var cut = SampleReport.Parse(SampleReport.With(organization: $"\"x{exact}\""));
        Assert.Equal(ReportParser.MaxText, kept.Value!.Organization.Length);
        Assert.DoesNotContain("report-text-cut", SampleReport.Codes(kept), StringComparer.Ordinal);
        Assert.InRange(cut.Value!.Organization.Length, 1, ReportParser.MaxText);
        Assert.Contains("report-text-cut", SampleReport.Codes(cut), StringComparer.Ordinal);
    }

    /// <summary>Wherever the cut falls, no half of a character is left.</summary>
    [Theory]
    [InlineData("😀")]
    [InlineData("\\ud83d\\ude00")]
    [InlineData("\\\\")]
    public void Text_CutInsideACharacter_LosesAllOfIt(string character)
    {
        foreach (string before in new[] { "", "a", "ab" })
        {
            string text = before + string.Concat(Enumerable.Repeat(character, ReportParser.MaxText * 4));
            string organization = SampleReport.Read(SampleReport.With(organization: $"\"{text}\"")).Organization;
            Assert.InRange(organization.Length, ReportParser.MaxText - 1, ReportParser.MaxText);
            Assert.DoesNotContain('\uFFFD', organization);
            Assert.False(char.IsHighSurrogate(organization[^1]));
        }
    }

    [Fact]
    public void Findings_ManyOddities_AreAFewOfEachKind()
    {
        string details = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $$"""{"result-type":"odd-{{i}}","failed-session-count":"x{{i}}","field-{{i}}":1}"""));
        var parsed = SampleReport.Parse(SampleReport.Of(SampleReport.Policy(details: $"[{details}]")));

        Assert.Equal(5_000, parsed.Value!.Policies[0].Failures.Length);
        Assert.InRange(parsed.Findings.Count, 3, 30);
        Assert.Contains("5000", Assert.Single(parsed.Findings, finding => finding.Kind == ReportOddityFindings.FieldUnknown).Message, StringComparison.Ordinal);
    }

    private static void AssertRead(Parsed<TlsReport> parsed, bool read, FindingKind limit, string? what)
    {
        Assert.Equal(read, parsed.Value is not null);
        var broken = parsed.Findings.Where(finding => finding.Kind == limit);
        if (read)
            Assert.Empty(broken);
        else
            Assert.Equal(what ?? Assert.Single(broken).Value, Assert.Single(broken).Value);
    }
}
