using System.Text;
using CsCheck;
using StrictPost.Fuzz.Invariants;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.TlsRpt.Reports;

public sealed class ReportParserTests
{
    private static readonly string[] Words =
    [
        "{", "}", "[", "]", ",", ":", "\"\"", "null", "true", "1", "-1", "3.0", "1e400", "9223372036854775808", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "\"17\"",
        "\"organization-name\"", "\"date-range\"", "\"start-datetime\"", "\"end-datetime\"", "\"report-id\"", "\"contact-info\"", "\"policies\"", "\"policy\"",
        "\"policy-type\"", "\"policy-string\"", "\"policy-domain\"", "\"mx-host\"", "\"summary\"", "\"failure-details\"", "\"result-type\"",
        "\"failed-session-count\"", "\"total-failure-session-count\"", "\"2026-05-03T00:00:00Z\"", "\"example.org\"", "\"[\\\"a\\\",\\\"b\\\"]\"", "/**/", " ",
    ];

    [Fact]
    public void Parse_RandomTokens_KeepsInvariants() => Gen.OneOfConst(Words).Array[0, 60].Sample(
        words => ReportInvariants.Check(Encoding.UTF8.GetBytes("{" + string.Concat(words))), iter: 5_000);

    /// <summary>A valid report in which any value is any other.</summary>
    [Fact]
    public void Parse_AnyValueAnywhere_KeepsInvariants()
    {
        string[] values = ["null", "true", "1", "-1", "\"x\"", "{}", "[]", "[1]", "[{}]", "{\"a\":[]}", "\"\\u0000\"", "[\"a\",null,2]", "1e400", "\"99999999999999999999\""];
        var value = Gen.OneOfConst(values);
        Gen.Select(value, value, value, value, value, Gen.Int[0, 11]).Sample(
            (a, b, c, d, e, place) =>
            {
                string policy = SampleReport.Policy(domain: place == 0 ? a : "\"example.org\"", lines: place == 1 ? b : null, ok: c, failed: d, details: e, more: $",\"mx-host\":{a}");
                ReportInvariants.Check(Encoding.UTF8.GetBytes(SampleReport.With(
                    place == 2 ? a : "\"o\"", place == 3 ? b : "\"2026-05-03\"", place == 4 ? c : "\"2026-05-03\"", place == 5 ? d : "null", place == 6 ? e : "\"1\"",
                    place == 7 ? a : $"[{policy},{(place == 8 ? b : policy)}]", place == 9 ? $",\"date-range\":{c}" : "")));
            },
            iter: 5_000);
    }

    [Fact]
    public void Parse_ReportCutAnywhere_IsRefusedAsBrokenJson()
    {
        byte[] whole = Encoding.UTF8.GetBytes(SampleReport.Of(SampleReport.Policy()).TrimEnd());
        for (int length = 1; length < whole.Length; length++)
        {
            var finding = Assert.Single(ReportParser.Parse(whole.AsSpan(0, length), ReportHints.None).Findings, found => found.Kind.Breaks);
            Assert.Same(ReportFindings.JsonInvalid, finding.Kind);
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \r\n\t\0", "empty")]
    [InlineData("<?xml version='1.0'?><feedback/>", "a DMARC report")]
    [InlineData("<HTML>", "an HTML page")]
    [InlineData("<svg/>", "XML")]
    [InlineData("[1]", "a JSON list")]
    [InlineData("PK\u0003\u0004", "a ZIP archive")]
    [InlineData("%PDF-1.7", "a PDF document")]
    [InlineData("null", "something that does not begin like a JSON object")]
    [InlineData("/* a */ 1", "JSON, but a number")]
    [InlineData("/* a */ [", "JSON, but a list")]
    [InlineData("// a\nnull", "JSON, but null")]
    [InlineData("// a\ntrue", "JSON, but true or false")]
    [InlineData("{}", "JSON without a list `policies`")]
    [InlineData("{\"policies\":{}}", "JSON without a list `policies`")]
    [InlineData("{\"policies\":null}", "JSON without a list `policies`")]
    public void Parse_SomethingElse_SaysWhatItIs(string text, string what)
    {
        var parsed = SampleReport.Parse(text);

        Assert.Null(parsed.Value);
        Assert.Equal($"This is no TLS report: it is {what}.", Assert.Single(parsed.Findings, finding => finding.Kind.Breaks).Message);
    }

    [Fact]
    public void Parse_StillCompressed_SaysSo() =>
        Assert.Contains("gzip", Assert.Single(ReportParser.Parse([0x1F, 0x8B, 8, 0], ReportHints.None).Findings).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Parse_Utf16WithAndWithoutMark_IsRead(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        string json = SampleReport.With(organization: "\"Zürich 😀\"");
        byte[][] forms = [encoding.GetBytes(json), [.. encoding.GetPreamble(), .. encoding.GetBytes(json)]];

        Assert.All(forms, bytes =>
        {
            var parsed = ReportParser.Parse(bytes, ReportHints.None);
            Assert.Equal("Zürich 😀", parsed.Value!.Organization);
            Assert.Contains("report-utf16", SampleReport.Codes(parsed), StringComparer.Ordinal);
        });
    }

    [Fact]
    public void Parse_EveryEscape_IsDecoded() =>
        Assert.Equal("a\"\\/\b\f\n\r\tü😀\uFFFDz", SampleReport.Read(SampleReport.With(organization: """
            "a\"\\\/\b\f\n\r\t\u00fC\ud83d\ude00\ude00z"
            """)).Organization);

    [Fact]
    public void Parse_MissingId_IsADigestThatStaysTheSame()
    {
        string json = SampleReport.With(id: "null");

        string id = SampleReport.Read(json).ReportId;
        Assert.Matches("^[0-9a-f]{16}$", id);
        Assert.Equal(id, SampleReport.Read(json).ReportId);
        Assert.NotEqual(id, SampleReport.Read(json + " ").ReportId, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("Report-ID: <17@sender.example>", "17@sender.example")]
    [InlineData("report domain: example.org submitter: x Report-ID: 17", "17")]
    [InlineData("Report-ID:   ", null)]
    [InlineData("Report-ID: <>", null)]
    [InlineData("Hello", null)]
    public void Parse_MissingId_ReadsTheSubject(string subject, string? expected)
    {
        string id = SampleReport.Read(SampleReport.With(id: "\"\""), new ReportHints { Subject = subject }).ReportId;

        Assert.Equal(expected ?? SampleReport.Read(SampleReport.With(id: "\"\"")).ReportId, id);
    }

    [Theory]
    [InlineData("sender.example!example.org!1777766400!1777852799!abc.json.gz", "abc")]
    [InlineData("C:\\mail\\sender.example!example.org!1777766400!1777852799!abc.JSON", "abc")]
    [InlineData("a!b!1!2!a.b.zip", "a.b")]
    public void Parse_MissingId_ReadsTheFileName(string fileName, string expected) =>
        Assert.Equal(expected, SampleReport.Read(SampleReport.With(id: "null"), new ReportHints { FileName = fileName }).ReportId);

    [Theory]
    [InlineData("\"Sender <reports@sender.example>\"", "sender.example")]
    [InlineData("\"mailto:reports@sender.example\"", "sender.example")]
    public void Parse_MissingOrganization_IsTheDomainOfTheContact(string contact, string expected) =>
        Assert.Equal(expected, SampleReport.Read(SampleReport.With(organization: "\" \"", contact: contact)).Organization);

    [Theory]
    [InlineData("\"reports\"")]
    [InlineData("\"reports@\"")]
    [InlineData("null")]
    public void Parse_NobodyNamed_IsRefused(string contact) =>
        Assert.Null(SampleReport.Parse(SampleReport.With(organization: "null", contact: contact)).Value);

    [Fact]
    public void Parse_LongHints_AreCut() => Assert.Equal(
        ReportParser.MaxText, SampleReport.Read(SampleReport.With(organization: "null"), new ReportHints { Submitter = new string('x', 10_000) }).Organization.Length);

    [Fact]
    public void Parse_HintsWithNulAndHalfCharacters_AreMended()
    {
        var report = SampleReport.Read(SampleReport.With(organization: "null", id: "null"), new ReportHints { Submitter = "a\0b\ud800", FileName = "a!b!1!2!\0\udc00c😀" });

        Assert.Equal(("a\uFFFDb\uFFFD", "\uFFFD\uFFFDc😀"), (report.Organization, report.ReportId));
    }

    [Fact]
    public void Parse_FieldsWhereTheyDoNotBelong_ArePassedOver()
    {
        var parsed = SampleReport.Parse(SampleReport.With(
            policies: """[{"report-id":{"a":1},"policy":{"policy-domain":"example.org","policy-type":"sts","summary":[1]},"summary":{"policy":1},"failure-details":[{"policies":[]}]}]""",
            more: ""","summary":{"a":{}},"date-range":{"report-id":1,"start-datetime":"2026-05-03","end-datetime":"2026-05-03"}"""));

        Assert.Single(parsed.Value!.Policies);
        Assert.Contains("report-field-unknown", SampleReport.Codes(parsed), StringComparer.Ordinal);
    }

    [Fact]
    public void Parse_ValuesOfOtherShapes_AreReadOrPassedOver()
    {
        var report = SampleReport.Read(SampleReport.With(
            contact: "{}", id: "17", policies: """
            [1,null,"x",{"policy":[],"summary":1,"failure-details":{}},
             {"policy":{"policy-type":true,"policy-string":{"a":1},"policy-domain":"example.org","mx-host":7},
              "summary":{"total-successful-session-count":true,"total-failure-session-count":null},
              "failure-details":[1,{"result-type":["x"],"failed-session-count":{}}]}]
            """), new ReportHints { Domain = "example.net" });

        Assert.Equal("17", report.ReportId);
        Assert.Equal(["example.net", "example.org"], report.Policies.Select(policy => policy.Domain.Ascii), StringComparer.Ordinal);
        Assert.Equal(new FailureDetail { ResultText = "" }, Assert.Single(report.Policies[1].Failures));
    }

    [Theory]
    [InlineData("[\\\"a\\\",1]")]
    [InlineData("[\\\"a\\\"")]
    [InlineData("[\\\"a\\\"] x]")]
    [InlineData("[]x]")]
    public void PolicyString_LooksNestedAndIsNot_StaysALine(string line) =>
        Assert.Single(SampleReport.Read(SampleReport.Of(SampleReport.Policy(lines: $"[\"{line}\"]"))).Policies[0].Lines);

    [Theory]
    [InlineData("\"5\"", 5, "report-count-form")]
    [InlineData("\" 5 \"", 5, "report-count-form")]
    [InlineData("5.0", 5, "report-count-form")]
    [InlineData("5e2", 500, "report-count-form")]
    [InlineData("\"5.0\"", 5, "report-count-form")]
    [InlineData("5.7", 5, "report-count-invalid")]
    [InlineData("-1", 0, "report-count-invalid")]
    [InlineData("-1.5", 0, "report-count-invalid")]
    [InlineData("9223372036854775807", long.MaxValue, null)]
    [InlineData("9223372036854775808", long.MaxValue, "report-count-invalid")]
    [InlineData("\"9223372036854775808\"", long.MaxValue, "report-count-invalid")]
    [InlineData("1e400", long.MaxValue, "report-count-invalid")]
    [InlineData("\"NaN\"", 0, "report-count-invalid")]
    [InlineData("\"many\"", 0, "report-count-invalid")]
    [InlineData("\"\"", 0, "report-count-missing")]
    [InlineData("null", 0, "report-count-missing")]
    public void Count_AsReportersWriteIt_IsReadOrBounded(string written, long expected, string? code)
    {
        var parsed = SampleReport.Parse(SampleReport.Of(SampleReport.Policy(ok: written)));

        Assert.Equal(expected, parsed.Value!.Policies[0].Successful);
        Assert.Equal(code is null ? [] : [code], SampleReport.Codes(parsed), StringComparer.Ordinal);
    }
}
