using System.Text.Json;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Linting;

public sealed class LintTests : IDisposable
{
    private const string Good = "version: STSv1\nmode: testing\nmx: mx1.strictpost.net\nmax_age: 604800\n";
    private const string Bad = "version: STSv1\nmode: [testing] # decide\nmx: mx1.strictpost.net.\nmax_age: 604800\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lint_GoodFile_ExitsWithZero()
    {
        _folder.Write("policy.txt", Good);

        var ended = await LintAsync("policy.txt");

        Assert.Equal((0, "policy.txt: valid · mode testing, max_age 1 week, 1 mx\n", ""), (ended.ExitCode, ended.Output, ended.Error));
    }

    [Fact]
    public async Task Lint_BadFile_NamesPlaceFixAndRule()
    {
        _folder.Write("policy.txt", Bad);

        var ended = await LintAsync("policy.txt");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("2:7 error The mode stands in brackets: `[testing]`.", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Fix: Remove the brackets and keep one mode: `mode: testing`.", ended.Output, StringComparison.Ordinal);
        Assert.Contains("policy-mode-brackets · RFC 8461 §3.2", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_Json_HasTheFieldsThatScriptsRelyOn()
    {
        _folder.Write("policy.txt", Bad);

        var ended = await LintAsync("policy.txt", "--format", "json");

        using var json = JsonDocument.Parse(ended.Output);
        Assert.Equal("policy.txt", json.RootElement.GetProperty("subject").GetString());
        Assert.False(json.RootElement.GetProperty("valid").GetBoolean());
        var dot = json.RootElement.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("code").GetString() == "policy-mx-trailing-dot");
        Assert.Equal("error", dot.GetProperty("severity").GetString());
        Assert.Equal("RFC 8461 §3.2", dot.GetProperty("rfc").GetString());
        Assert.Equal(3, dot.GetProperty("line").GetInt32());
        Assert.Equal(5, dot.GetProperty("column").GetInt32());
        Assert.Equal("mx1.strictpost.net.", dot.GetProperty("value").GetString());
        Assert.Equal("Write `mx: mx1.strictpost.net`.", dot.GetProperty("fix").GetString());
    }

    [Fact]
    public async Task Lint_SeveralSubjects_GiveAnArray()
    {
        _folder.Write("a.txt", Good);

        var ended = await LintAsync("a.txt", "--record", "v=STSv1; id=1;", "--tlsrpt", "v=TLSRPTv1; rua=mailto:a@b.example;", "--format", "json");

        using var json = JsonDocument.Parse(ended.Output);
        Assert.Equal(0, ended.ExitCode);
        Assert.Equal("_mta-sts _smtp._tls a.txt", string.Join(' ', json.RootElement.EnumerateArray().Select(s => s.GetProperty("subject").GetString())));
    }

    [Fact]
    public async Task Lint_StandardInput_IsJudgedLikeAFile()
    {
        var ended = await LintInputAsync("<!DOCTYPE html><html></html>");

        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith("-: not valid", ended.Output, StringComparison.Ordinal);
        Assert.Contains("This is a web page, not a policy.", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_Fix_RepairsTheFileAndSaysHow()
    {
        string path = _folder.Write("policy.txt", Bad);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var ended = await LintAsync("policy.txt", "--fix");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("repaired The mx pattern `mx1.strictpost.net.` ends with a dot.", ended.Output, StringComparison.Ordinal);
        Assert.Equal(Good, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(path, Assert.Single(Directory.GetFiles(_folder.Path)));
    }

    [Fact]
    public async Task Lint_FixOfStandardInput_PrintsThePolicyAndNothingElse()
    {
        var ended = await LintInputAsync(Bad, "--fix");

        Assert.Equal((0, Good), (ended.ExitCode, ended.Output));
        Assert.Contains("repaired", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_Folder_FindsThePolicyAndItsOwner()
    {
        _folder.Write(".well-known/mta-sts.txt", "version: STSv1\nmode: testing\nmx: mx1.example.org\nmax_age: 604800\n");
        _folder.Write("CNAME", "mta-sts.example.org\n");

        var ended = await LintAsync();

        Assert.Equal((0, "./.well-known/mta-sts.txt: valid · mode testing, max_age 1 week, 1 mx\n"), (ended.ExitCode, ended.Output));
    }

    [Theory]
    [InlineData("mta-sts.txt", "site-policy-misplaced")]
    [InlineData("well-known/mta-sts.txt", "site-policy-misplaced")]
    [InlineData(".well-known/mta-sts.txt.txt", "site-policy-misplaced")]
    [InlineData("readme.txt", "site-policy-missing")]
    public async Task Lint_FolderWithoutServedPolicy_SaysWhereItBelongs(string file, string code)
    {
        _folder.Write(file, Good);

        var ended = await LintAsync(".");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(code, ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_MissingFile_IsWrongUsageAndTheRestGoesOn()
    {
        _folder.Write("a.txt", Good);

        var ended = await LintAsync("nothere.txt", "a.txt");

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal("strictpost: there is no file or folder `nothere.txt`.\n", ended.Error);
        Assert.StartsWith("a.txt: valid", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_ControlCharacters_DoNotReachTheTerminal()
    {
        var ended = await LintInputAsync("version: STSv1\nmode: \u001b]0;owned\u0007\u001b[31m\nx");

        Assert.Equal(1, ended.ExitCode);
        Assert.DoesNotContain('\u001b', ended.Output);
        Assert.DoesNotContain('\u0007', ended.Output);
    }

    [Fact]
    public async Task Lint_EndlessInput_IsReadOnlyUpToTheCap()
    {
        var ended = await Started.RunAsync("/bin/sh", _folder.Path, "-c", $"yes 'mx: a.strictpost.net' | '{Started.StrictPost}' lint -");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("policy-too-large", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lint", "--wat")]
    [InlineData("wat")]
    [InlineData("lint", "--format", "yaml")]
    [InlineData("lint", "--domain", "https://example.org/")]
    public async Task Any_WrongUsage_ExitsWithTwoAndOneHint(params string[] arguments)
    {
        var ended = await Started.StrictPostAsync(_folder.Path, arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith("strictpost: ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    private Task<Ended> LintAsync(params string[] arguments) => Started.StrictPostAsync(_folder.Path, ["lint", .. arguments]);

    private Task<Ended> LintInputAsync(string input, params string[] options) => Started.RunAsync(
        Started.StrictPost, _folder.Path, input, new Dictionary<string, string>(StringComparer.Ordinal), ["lint", .. options, "-"]);
}
