using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Lab;

/// <summary><c>strictpost lab</c> as its user runs it.</summary>
public sealed class LabVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_InText_NamesEachScenarioWithASentence()
    {
        string output = await Started.SucceedAsync(Started.StrictPost, _folder.Path, "lab", "--list");

        Assert.Contains("expired-mx  ", output, StringComparison.Ordinal);
        Assert.All(output.Trim().Split('\n'), line => Assert.EndsWith(".", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_AsJson_SaysWhatEachMustLeadTo()
    {
        using var list = JsonDocument.Parse(await Started.SucceedAsync(Started.StrictPost, _folder.Path, "lab", "--list", "--format", "json"));

        var expired = list.RootElement.EnumerateArray().Single(each => each.GetProperty("name").GetString() is "expired-mx");
        Assert.Equal("mail-at-risk", expired.GetProperty("verdict").GetString());
        Assert.Equal("smtp-certificate-expired", expired.GetProperty("codes")[0].GetString());
    }

    [Fact]
    public async Task Scenario_ByName_PrintsTheCommandAndEndsOnSignal()
    {
        using var lab = Started.Begin(Started.StrictPost, _folder.Path, "lab", "--scenario", "expired-mx");
        var lines = await ReadUntilReadyAsync(lab);
        string command = lines.Single(line => line.Contains(" check ", StringComparison.Ordinal));
        string root = command.Split("--ca ")[1].Split(' ')[0];
        Assert.Contains("check example.test --dns 127.0.0.1:", command, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", await File.ReadAllTextAsync(root, Cancellation), StringComparison.Ordinal);
        Assert.Contains("It must say: mail-at-risk, smtp-certificate-expired", lines, StringComparer.Ordinal);

        await Started.SucceedAsync("kill", _folder.Path, "-TERM", $"{lab.Id}");
        await lab.WaitForExitAsync(Cancellation);

        Assert.Equal(0, lab.ExitCode);
        Assert.False(File.Exists(root));
    }

    [Fact]
    public async Task Scenario_WithAuthoritativeServers_NamesTheirPort()
    {
        using var lab = Started.Begin(Started.StrictPost, _folder.Path, "lab", "--scenario", "servers-disagree", "--format", "json", "--for", "1s");
        using var running = JsonDocument.Parse(await ReadObjectAsync(lab));

        string dns = running.RootElement.GetProperty("dns").GetString()!;
        string check = string.Join(' ', running.RootElement.GetProperty("check").EnumerateArray().Select(word => word.GetString()));

        Assert.Contains($" --authoritative --authoritative-port {dns.Split(':')[1]} ", check, StringComparison.Ordinal);
        await lab.WaitForExitAsync(Cancellation);
    }

    [Fact]
    public async Task Scenario_FromAFileAsJson_AnswersAtItsEndpointsAndStopsByItself()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "own.json"), """{ "about": "Mine.", "domains": { "my.test": {} }, "check": { "previousMx": ["old.test"] } }""", Cancellation);
        using var lab = Started.Begin(Started.StrictPost, _folder.Path, "lab", "--scenario", "own.json", "--format", "json", "--for", "2s");
        using var running = JsonDocument.Parse(await ReadObjectAsync(lab));
        using var client = new TcpClient();

        await client.ConnectAsync(IPAddress.Loopback, running.RootElement.GetProperty("smtpPort").GetInt32(), Cancellation);
        using var reader = new StreamReader(client.GetStream());

        Assert.StartsWith("220 ", await reader.ReadLineAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(
            "check my.test --previous-mx old.test",
            string.Join(' ', running.RootElement.GetProperty("check").EnumerateArray().Take(4).Select(word => word.GetString())));
        await lab.WaitForExitAsync(Cancellation);
        Assert.Equal(0, lab.ExitCode);
    }

    [Fact]
    public async Task Paper_InSmall_WritesItsDomains()
    {
        await Started.SucceedAsync(Started.StrictPost, _folder.Path, "lab", "--paper", "--scale", "500", "--domains-to", "d.csv", "--for", "1s");

        string[] lines = await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "d.csv"), Cancellation);
        Assert.Equal("domain,previous_mx", lines[0]);
        Assert.True(lines.Length > 100);
    }

    [Theory]
    [InlineData("Say one of --list, --scenario and --paper.")]
    [InlineData("Say one of --list", "--list", "--paper")]
    [InlineData("There is no scenario and no file `nonsense`.", "--scenario", "nonsense")]
    [InlineData("broken.json is no scenario: domains.a.test.tls: `x` is none of:", "--scenario", "broken.json")]
    [InlineData("--scale is 0", "--paper", "--scale", "0")]
    [InlineData("--paper needs to know where", "--paper")]
    [InlineData("--scale and --domains-to go with --paper only.", "--list", "--scale", "2")]
    [InlineData("`soon` is no duration", "--list", "--for", "soon")]
    public async Task Options_Wrong_AreExplained(string problem, params string[] options)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "broken.json"), """{ "about": "x", "domains": { "a.test": { "tls": "x" } } }""", Cancellation);

        var ended = await Started.StrictPostAsync(_folder.Path, ["lab", .. options]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(problem, ended.Error, StringComparison.Ordinal);
    }

    private static async Task<List<string>> ReadUntilReadyAsync(Process lab)
    {
        var lines = new List<string>();
        while (await lab.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("ready", StringComparison.Ordinal))
                return lines;
            lines.Add(line);
        }

        throw new InvalidOperationException(await lab.StandardError.ReadToEndAsync(Cancellation));
    }

    private static async Task<string> ReadObjectAsync(Process lab)
    {
        string text = "";
        while (await lab.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            text += line;
            if (line is "}")
                return text;
        }

        throw new InvalidOperationException(await lab.StandardError.ReadToEndAsync(Cancellation));
    }
}
