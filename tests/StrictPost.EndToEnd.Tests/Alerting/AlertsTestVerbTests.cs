using System.Text.Json;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Alerting;

/// <summary><c>strictpost alerts test</c> as its user runs it.</summary>
public sealed class AlertsTestVerbTests : IDisposable
{
    private readonly Installation _installation = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task Test_ChannelsThatAnswer_TellsWhatTheySaid()
    {
        using var hook = new HookReceiver();
        using var chat = new HookReceiver();
        await SetUpAsync(hook.Address, chat.Address);

        using var said = JsonDocument.Parse(await _installation.DoAsync("alerts", "test", "--format", "json"));

        Assert.Equal("webhook True, slack True", string.Join(", ", said.RootElement.EnumerateArray().Select(row => $"{row.GetProperty("channel")} {row.GetProperty("sent").GetBoolean()}")));
        var (body, signature) = await hook.NextAsync();
        Assert.Contains("\"event\":\"test\"", body, StringComparison.Ordinal);
        Assert.StartsWith("t=", signature, StringComparison.Ordinal);
        Assert.Contains("This is a test", (await chat.NextAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_OneChannel_LeavesTheOthersAlone()
    {
        using var hook = new HookReceiver();
        using var chat = new HookReceiver();
        await SetUpAsync(hook.Address, chat.Address);

        await _installation.DoAsync("alerts", "test", "slack");

        await chat.NextAsync();
        Assert.False(hook.HasMore);
    }

    [Fact]
    public async Task Test_ChannelThatRefuses_EndsWith1()
    {
        using var hook = new HookReceiver(403);
        await SetUpAsync(hook.Address, null);

        var ended = await _installation.RunAsync("alerts", "test");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("403", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_NobodyThere_EndsWith3()
    {
        var hook = new HookReceiver();
        hook.Dispose();
        await SetUpAsync(hook.Address, null);

        Assert.Equal(3, (await _installation.RunAsync("alerts", "test", "webhook")).ExitCode);
    }

    [Theory]
    [InlineData("", "No channel is set up")]
    [InlineData("[alerts.webhook]\nurl = \"http://hooks.example.net/\"\n", "http://hooks.example.net/")]
    [InlineData("[alerts.webhook]\nurl = \"https://hooks.example.net/\"\n", "secret_file")]
    [InlineData("[alerts]\nquiet = \"late\"\n", "late")]
    [InlineData("[alerts.email]\nhost = \"mail.example.net\"\n", "`from` or `to`")]
    [InlineData("[alerts.email]\nhost = \"mail.example.net\"\nsecurity = \"none\"\nuser = \"u\"\npassword_file = \"secret\"\nfrom = \"a@example.net\"\nto = [\"b@example.net\"]\n", "readable on its way")]
    public async Task Test_ConfigurationThatMakesNoSense_EndsWith2(string toml, string words)
    {
        await File.WriteAllTextAsync(_installation.File("secret"), "k3y\n", Cancellation);
        await File.WriteAllTextAsync(_installation.File("strictpost.toml"), toml, Cancellation);

        var ended = await _installation.RunAsync("alerts", "test");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(words, ended.Error, StringComparison.Ordinal);
    }

    private async Task SetUpAsync(string hook, string? chat)
    {
        await File.WriteAllTextAsync(_installation.File("secret"), "k3y\n", Cancellation);
        await File.WriteAllTextAsync(_installation.File("chat"), chat + "\n", Cancellation);
        await File.WriteAllTextAsync(_installation.File("strictpost.toml"), $"""
            [alerts.webhook]
            url = "{hook}"
            secret_file = "secret"
            {(chat is null ? "" : "[alerts.slack]\nurl_file = \"chat\"")}
            """, Cancellation);
    }
}
