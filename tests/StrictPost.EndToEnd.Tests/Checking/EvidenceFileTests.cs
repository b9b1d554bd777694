using System.Text;
using CsCheck;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;

namespace StrictPost.EndToEnd.Tests.Checking;

public sealed class EvidenceFileTests
{
    private static readonly CheckContext Context = new()
    {
        DraftPolicy = Encoding.UTF8.GetBytes("version: STSv1\n"),
        DraftRecord = "v=STSv1; id=1;",
        PreviousMx = [SampleEvidence.Name("old.example.net")],
        IsPublicInternet = false,
    };

    private static SavedCheck Full { get; } = new(SampleEvidence.Full(), Context);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_OfWhatWasWritten_GivesTheSameToTheByte(bool indented)
    {
        byte[] written = EvidenceFile.Write(Full, indented);

        var read = EvidenceFile.Read(written);

        Assert.Null(read.Fault);
        Assert.Equal(written, EvidenceFile.Write(read.Check!, indented));
        Assert.Equal(Full.Evidence.Took, read.Check!.Evidence.Took);
        Assert.Equal(Full.Evidence.MailHosts[0].Tlsa.Found[0].Text, read.Check.Evidence.MailHosts[0].Tlsa.Found[0].Text);
        Assert.Equal(Codes(Full), Codes(read.Check));
    }

    [Fact]
    public void Read_WithByteOrderMark_IsRead() =>
        Assert.NotNull(EvidenceFile.Read([0xEF, 0xBB, 0xBF, .. EvidenceFile.Write(Full, indented: true)]).Check);

    [Theory]
    [InlineData("\"schema\":1", "\"schema\":2", "line 1, $.schema: This is form 2, and only form 1 is known here.")]
    [InlineData("\"schema\":1", "\"schema\":\"1\"", "line 1, $.schema: The number of the form should stand here.")]
    [InlineData("\"schema\":1,", "", "It is no saved check: it has no `schema`.")]
    [InlineData("\"domain\":\"example.org\"", "\"domain\":\"exa mple.org\"", "$.evidence.domain: `exa mple.org` is not a domain name")]
    [InlineData("\"domain\":\"example.org\"", "\"domain\":7", "$.evidence.domain: A domain name should stand here.")]
    [InlineData("\"domain\":\"example.org\"", "\"domain\":\"example.net\"", "$.evidence.policyHost.host: The policy host should be mta-sts.example.net.")]
    [InlineData("\"domain\":\"example.org\"", "\"domian\":\"example.org\"", "$.evidence.domian: There is no field of this name.")]
    [InlineData("\"domain\":\"example.org\",", "", "$.evidence: A field is missing here: `domain`.")]
    [InlineData("\"domain\":\"example.org\"", "\"domain\":null", "$.evidence.domain: ")]
    [InlineData("\"STARTTLS\"", "null", "$.evidence.mailHosts[0].probes[0].extensions[2]: `null` stands among the items of an array.")]
    [InlineData("\"end\":\"timed-out\"", "\"end\":\"late\"", "One of answered, no-such-name, no-data")]
    [InlineData("\"end\":\"timed-out\"", "\"end\":5", "One of answered, no-such-name, no-data")]
    [InlineData("\"end\":\"timed-out\"", "\"end\":\"answered\"", "$.evidence.authoritative[1].record: A lookup has something in `found` exactly when its `end` is `answered`.")]
    [InlineData("\"took\":0.1234567", "\"took\":-1", "$.evidence.took: A number of seconds from 0 to ")]
    [InlineData("\"took\":0.1234567", "\"took\":1e300", "$.evidence.took: A number of seconds from 0 to ")]
    [InlineData("\"at\":\"2026-01-15T12:00:00", "\"at\":\"9999-12-31T12:00:00", "$.evidence.at: The time lies outside the years 1970 to 8999.")]
    [InlineData("\"status\":200", "\"status\":20", "$.evidence.policyHost.fetches[0].http.status: A status has three digits.")]
    [InlineData("\"status\":200", "\"status\":\"200\"", "$.evidence.policyHost.fetches[0].http.status: A value of another kind should stand here.")]
    [InlineData("\"exchange\":\"mx1.example.org\"", "\"preference\":1", "$.evidence.mx")]
    [InlineData("\"greeting\":\"mx1", "\"greeting\":\"\\ud800mx1", "$.evidence.mailHosts[0].probes[0].greeting: ")]
    [InlineData("\"evidence\":{", "\"evidence\":{,", "line 1: The JSON is broken here: ")]
    public void Read_OfWhatIsNotRight_SaysWhatAndWhere(string good, string bad, string expected)
    {
        string written = Encoding.UTF8.GetString(EvidenceFile.Write(Full, indented: false));
        int at = written.IndexOf(good, StringComparison.Ordinal);
        Assert.True(at >= 0, written);

        var read = EvidenceFile.Read(Encoding.UTF8.GetBytes(string.Concat(written.AsSpan(0, at), bad, written.AsSpan(at + good.Length))));

        Assert.Null(read.Check);
        Assert.Contains(expected, read.Fault!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", read.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("StrictPost.", read.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "It is empty.")]
    [InlineData(" \n", "It is empty.")]
    [InlineData("[]", "a JSON object should stand here")]
    [InlineData("7", "a JSON object should stand here")]
    [InlineData("{}", "it has no `schema`")]
    [InlineData("{\"schema\":1}", "A field is missing here: `publicInternet`, `evidence`.")]
    [InlineData("<html>", "The JSON is broken here")]
    public void Read_OfOtherFiles_SaysSo(string text, string expected) =>
        Assert.Contains(expected, EvidenceFile.Read(Encoding.UTF8.GetBytes(text)).Fault!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Read_OfABinaryFile_SaysSo() => Assert.Equal("It is no UTF-8 text.", EvidenceFile.Read([0x7F, 0x45, 0x4C, 0x46, 0xFF, 0xFE]).Fault!.ToString());

    [Fact]
    public void Read_BeyondTheCap_SaysSo() =>
        Assert.Equal("It is larger than 16 MiB, and no evidence is.", EvidenceFile.Read(new byte[EvidenceFile.MostBytes + 1]).Fault!.Message);

    [Fact]
    public void Read_NestedTooDeep_SaysSo() =>
        Assert.NotNull(EvidenceFile.Read(Encoding.UTF8.GetBytes("{\"schema\":1,\"x\":" + new string('[', 10_000))).Fault);

    /// <summary>Bytes changed anywhere: either it is refused with a reason, or it can be judged and written again.</summary>
    [Fact]
    public void Read_OfDamagedFiles_NeverThrows()
    {
        byte[] good = EvidenceFile.Write(Full, indented: false);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, 3]).Sample((place, value, kind) =>
        {
            byte[] damaged = kind switch
            {
                0 => [.. good[..place], value, .. good[(place + 1)..]],
                1 => [.. good[..place], .. good[(place + 1)..]],
                2 => [.. good[..place], (byte)"\"{}[],:0nt\\"[value % 11], .. good[place..]],
                _ => good[..place],
            };
            var read = EvidenceFile.Read(damaged);
            if (read.Check is null)
                return read.Fault is { Message.Length: > 0 };
            _ = DomainCheck.Judge(read.Check.Evidence, read.Check.Context);
            return EvidenceFile.Read(EvidenceFile.Write(read.Check, indented: false)).Check is not null;
        }, iter: 3_000);
    }

    private static string Codes(SavedCheck check) =>
        string.Join('\n', DomainCheck.Judge(check.Evidence, check.Context).Findings.Select(finding => $"{finding.Code} {finding.Host} {finding.Message} {finding.Fix}"));
}
