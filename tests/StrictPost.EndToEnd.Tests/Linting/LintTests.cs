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

        Assert.Equal((0, "policy.txt: valid · mode testing, max_age 1 week, 1 mx\n", ""), (ended.ExitCode, ended.Out, ended.Error));
    }

    [Fact]
    public async Task Lint_BadFile_NamesPlaceFixAndRule()
    {
        _folder.Write("policy.txt", Bad);

        var ended = await LintAsync("policy.txt");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("2:7 error The mode stands in brackets: `[testing]`.", ended.Out, StringComparison.Ordinal);
        Assert.Contains("Fix: Remove the brackets and keep one mode: `mode: testing`.", ended.Out, StringComparison.Ordinal);
        Assert.Contains("policy-mode-brackets · RFC 8461 §3.2", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_Json_HasTheFieldsThatScriptsRelyOn()
    {
        _folder.Write("policy.txt", Bad);

        var ended = await LintAsync("policy.txt", "--format", "json");

        using var json = JsonDocument.Parse(ended.Out);
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

        using var json = JsonDocument.Parse(ended.Out);
        Assert.Equal(0, ended.ExitCode);
        Assert.Equal("_mta-sts _smtp._tls a.txt", string.Join(' ', json.RootElement.EnumerateArray().Select(s => s.GetProperty("subject").GetString())));
    }

    [Fact]
    public async Task Lint_StandardInput_IsJudgedLikeAFile()
    {
        var ended = await Processes.StrictPostAsync(_folder.Path, ["lint", "-"], "<!DOCTYPE html><html></html>");

        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith("-: not valid", ended.Out, StringComparison.Ordinal);
        Assert.Contains("This is a web page, not a policy.", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_Fix_RepairsTheFileAndSaysHow()
    {
        string path = _folder.Write("policy.txt", Bad);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var ended = await LintAsync("policy.txt", "--fix");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("repaired The mx pattern `mx1.strictpost.net.` ends with a dot.", ended.Out, StringComparison.Ordinal);
        Assert.Equal(Good, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(path, Assert.Single(Directory.GetFiles(_folder.Path)));
    }

    [Fact]
    public async Task Lint_FixOfStandardInput_PrintsThePolicyAndNothingElse()
    {
        var ended = await Processes.StrictPostAsync(_folder.Path, ["lint", "--fix", "-"], Bad);

        Assert.Equal((0, Good), (ended.ExitCode, ended.Out));
        Assert.Contains("repaired", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_Folder_FindsThePolicyAndItsOwner()
    {
        _folder.Write(".well-known/mta-sts.txt", "version: STSv1\nmode: testing\nmx: mx1.example.org\nmax_age: 604800\n");
        _folder.Write("CNAME", "mta-sts.example.org\n");

        var ended = await LintAsync();

        Assert.Equal((0, "./.well-known/mta-sts.txt: valid · mode testing, max_age 1 week, 1 mx\n"), (ended.ExitCode, ended.Out));
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
        Assert.Contains(code, ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_MissingFile_IsWrongUsageAndTheRestGoesOn()
    {
        _folder.Write("a.txt", Good);

        var ended = await LintAsync("nothere.txt", "a.txt");

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal("strictpost: there is no file or folder `nothere.txt`.\n", ended.Error);
        Assert.StartsWith("a.txt: valid", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_ControlCharacters_DoNotReachTheTerminal()
    {
        var ended = await Processes.StrictPostAsync(_folder.Path, ["lint", "-"], "version: STSv1\nmode: \u001b]0;owned\u0007\u001b[31m\nx");

        Assert.Equal(1, ended.ExitCode);
        Assert.DoesNotContain('\u001b', ended.Out);
        Assert.DoesNotContain('\u0007', ended.Out);
    }

    [Fact]
    public async Task Lint_EndlessInput_IsReadOnlyUpToTheCap()
    {
        var ended = await Processes.RunAsync("/bin/sh", _folder.Path, ["-c", $"yes 'mx: a.strictpost.net' | '{Processes.StrictPostPath}' lint -"]);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("policy-too-large", ended.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lint", "--wat")]
    [InlineData("wat")]
    [InlineData("lint", "--format", "yaml")]
    [InlineData("lint", "--domain", "https://example.org/")]
    public async Task Any_WrongUsage_ExitsWithTwoAndOneHint(params string[] arguments)
    {
        var ended = await Processes.StrictPostAsync(_folder.Path, arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith("strictpost: ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    private Task<Ended> LintAsync(params string[] arguments) => Processes.StrictPostAsync(_folder.Path, arguments.Prepend("lint"));
}
