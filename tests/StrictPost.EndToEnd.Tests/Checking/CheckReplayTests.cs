using System.Text;
using System.Text.Json;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Checking;

public sealed class CheckReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Text_OfAHealthyDomain_SaysTheVerdictFirstThenThePath()
    {
        var ended = await Replay.RunAsync(SampleEvidence.Healthy());

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.StartsWith("""
            example.org: protected
              Mail flows: senders that honour MTA-STS deliver only to proven hosts, and all 2 mail hosts pass.
              nothing to remark · seen 2026-01-15 12:00:00 UTC, in 123 ms

              ├─ ok record: TXT _mta-sts.example.org
              │     id 20260101000000
              ├─ ok policy: https://mta-sts.example.org/.well-known/mta-sts.txt
              │  │  mode enforce, max_age 2 weeks
              │  │  mx mx1.example.org, mx2.example.org
              │  └─ ok 192.0.2.1
              │        served 91 bytes
              │        TLS 1.3, TLS_AES_256_GCM_SHA384
              │        certificate for mta-sts.example.org, until 2026-03-16 (60 days left), from CN=Sample CA
              ├─ ok mail hosts: MX example.org
              │  ├─ ok 10 mx1.example.org
            """, ended.Output, StringComparison.Ordinal);
        Assert.Contains("a sender that honours MTA-STS: delivers, protected (the policy is met)", ended.Output, StringComparison.Ordinal);
        Assert.Contains("└─ ok reports: TXT _smtp._tls.example.org", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_OfABrokenDomain_SaysWhoRefusesWhatAndWhatToDo()
    {
        var ended = await Replay.RunAsync(BrokenEvidence.Uncovered());

        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith("example.org: mail at risk\n  Senders that honour MTA-STS or prefer DANE refuse mx3.example.org, and use the others.\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("x  30 mx3.example.org", ended.Output, StringComparison.Ordinal);
        Assert.Contains("no mx of the policy covers it", ended.Output, StringComparison.Ordinal);
        Assert.Contains("mx-not-covered · RFC 8461 §4.1 · docs/findings/mx-not-covered.md", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_CarriesTheContract()
    {
        var ended = await Replay.RunAsync(BrokenEvidence.Expired(), "--format", "json");

        var root = JsonElement.Parse(ended.Output);
        Assert.Equal("example.org", root.GetProperty("subject").GetString());
        Assert.Equal("mail-at-risk", root.GetProperty("verdict").GetString());
        Assert.True(root.GetProperty("record").GetProperty("usable").GetBoolean());
        Assert.Equal("20260101000000", root.GetProperty("record").GetProperty("id").GetString());
        var policy = root.GetProperty("policy");
        Assert.True(policy.GetProperty("usable").GetBoolean());
        Assert.Equal(("enforce", 1_209_600), (policy.GetProperty("mode").GetString(), policy.GetProperty("maxAge").GetInt32()));
        Assert.Equal("mx1.example.org", policy.GetProperty("mx")[0].GetString());
        Assert.Equal("192.0.2.1", policy.GetProperty("addresses")[0].GetProperty("address").GetString());
        var host = root.GetProperty("mailHosts")[0];
        Assert.Equal(("mx1.example.org", 10), (host.GetProperty("host").GetString(), host.GetProperty("preference").GetInt32()));
        var address = host.GetProperty("addresses")[0];
        Assert.True(address.GetProperty("starttls").GetBoolean());
        Assert.Equal("TLS 1.3", address.GetProperty("tls").GetProperty("version").GetString());
        Assert.Equal("expired", address.GetProperty("certificate").GetProperty("faults")[0].GetString());
        var senders = host.GetProperty("senders");
        Assert.Equal("refuse not-proven", Decision(senders, "honours-mta-sts"));
        Assert.Equal("refuse not-proven", Decision(senders, "prefers-dane"));
        Assert.Equal("deliver-unprotected does-not-look", Decision(senders, "ignores-both"));
        Assert.Equal("C-mail-host", Assert.Single(root.GetProperty("categories").EnumerateArray()).GetString());
        var finding = Assert.Single(root.GetProperty("findings").EnumerateArray());
        Assert.Equal(("smtp-certificate-expired", "error", "mx1.example.org"),
            (finding.GetProperty("code").GetString(), finding.GetProperty("severity").GetString(), finding.GetProperty("host").GetString()));
        Assert.Equal(SampleEvidence.At, root.GetProperty("checkedAt").GetDateTimeOffset());
        Assert.Equal(123, root.GetProperty("tookMilliseconds").GetInt32());
        Assert.False(root.TryGetProperty("explanation", out _));
    }

    [Fact]
    public async Task Json_WithoutRecordAndPolicyHost_HasNulls()
    {
        var ended = await Replay.RunAsync(BrokenEvidence.Nothing(), "--format", "json");

        var root = JsonElement.Parse(ended.Output);
        Assert.Equal((1, "not-protected"), (ended.ExitCode, root.GetProperty("verdict").GetString()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (root.GetProperty("record").ValueKind, root.GetProperty("policy").ValueKind));
    }

    [Fact]
    public async Task Replay_OfWhatNobodyCouldTell_ExitsWithThree()
    {
        var ended = await Replay.RunAsync(BrokenEvidence.RecordTimedOut(), "--format", "json");

        Assert.Equal((3, "undetermined"), (ended.ExitCode, JsonElement.Parse(ended.Output).GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Explain_CountsTheStepsWithTheirSections()
    {
        var ended = await Replay.RunAsync(SampleEvidence.Healthy(), "--explain");

        Assert.Contains("    1. ok Look up TXT at _mta-sts.example.org: \"v=STSv1; id=20260101000000;\" RFC 8461 §3.1", ended.Output, StringComparison.Ordinal);
        Assert.Contains("mx1.example.org: the mx mx1.example.org covers it. RFC 8461 §4.1", ended.Output, StringComparison.Ordinal);
        Assert.Contains("a sender that honours MTA-STS delivers, protected: the policy is met. RFC 8461 §5", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drafts_AreJudgedInPlaceOfWhatIsPublished()
    {
        _folder.Write("draft.txt", "version: STSv1\nmode: enforce\nmx: mx1.example.org\nmax_age: 1209600\n");
        await File.WriteAllBytesAsync(_folder.At("seen.json"), Replay.Bytes([SampleEvidence.Healthy()]), TestContext.Current.CancellationToken);

        var policy = await CheckAsync("--policy", "draft.txt");
        var record = await CheckAsync("--record", "v=STSv1; id=not-good;");

        Assert.Equal((1, "mail-at-risk", true), (policy.ExitCode, Verdict(policy), JsonElement.Parse(policy.Output).GetProperty("policy").GetProperty("draft").GetBoolean()));
        Assert.Equal((1, "not-protected"), (record.ExitCode, Verdict(record)));
        Assert.False(JsonElement.Parse(record.Output).GetProperty("record").GetProperty("usable").GetBoolean());
    }

    [Fact]
    public async Task PreviousMx_ExplainsALeftOverPattern()
    {
        var healthy = SampleEvidence.Healthy();
        string policy = "version: STSv1\nmode: enforce\nmx: mx1.example.org\nmx: mx2.example.org\nmx: in.old-host.net\nmax_age: 1209600\n";
        var evidence = healthy with { PolicyHost = healthy.PolicyHost with { Fetches = [SampleEvidence.Fetch("192.0.2.1", "mta-sts.example.org", policy)] } };

        Assert.Equal("mx-pattern-unused", Codes(await Replay.RunAsync(evidence, "--format", "json")));
        Assert.Equal("mx-pattern-former", Codes(await Replay.RunAsync(evidence, "--previous-mx", "in.old-host.net", "--format", "json")));
    }

    [Fact]
    public async Task Replay_OfSeveral_GivesAnArrayInTheirOrder()
    {
        var ended = await Replay.RunAsync([SampleEvidence.Healthy("b.example"), SampleEvidence.Healthy("a.example")], "--format", "json");

        Assert.Equal("b.example a.example", string.Join(' ', JsonElement.Parse(ended.Output).EnumerateArray().Select(one => one.GetProperty("subject").GetString())));
    }

    [Theory]
    [InlineData("", "It is empty.")]
    [InlineData("{\n \"schema\": 9\n}", "line 2, $.schema: This is form 9")]
    [InlineData("version: STSv1\nmode: none\n", "The JSON is broken here")]
    public async Task Replay_OfAnotherFile_SaysWhatIsWrong(string content, string expected)
    {
        _folder.Write("seen.json", content);

        var ended = await CheckAsync();

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_OfABadLineAmongGoodOnes_NamesItsLine()
    {
        byte[] lines = [.. Replay.Bytes([SampleEvidence.Healthy(), SampleEvidence.Healthy()]), .. Encoding.UTF8.GetBytes("{\"schema\":1}\n")];
        await File.WriteAllBytesAsync(_folder.At("seen.json"), lines, TestContext.Current.CancellationToken);

        var ended = await CheckAsync();

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("line 3, $: A field is missing here: `publicInternet`, `evidence`.", ended.Error, StringComparison.Ordinal);
    }

    private Task<Ended> CheckAsync(params string[] arguments) =>
        Started.StrictPostAsync(_folder.Path, ["check", "--replay", "seen.json", "--format", "json", .. arguments]);

    private static string Decision(JsonElement senders, string profile) =>
        $"{senders.GetProperty(profile).GetProperty("delivery").GetString()} {senders.GetProperty(profile).GetProperty("reason").GetString()}";

    private static string? Verdict(Ended ended) => JsonElement.Parse(ended.Output).GetProperty("verdict").GetString();

    private static string Codes(Ended ended) =>
        string.Join(' ', JsonElement.Parse(ended.Output).GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()));
}
