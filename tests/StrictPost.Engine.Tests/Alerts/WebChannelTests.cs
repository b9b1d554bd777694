using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Alerts;

namespace StrictPost.Engine.Tests.Alerts;

/// <summary>Webhook and chat, against a web server of loopback.</summary>
public sealed class WebChannelTests
{
    private readonly FakeTimeProvider _time = new(AlertSamples.Now);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Webhook_Message_IsSignedAndTellsAll()
    {
        using var receiver = new AlertReceiver();
        using var secret = new SecretFileHere("k3y");
        using var channel = new WebhookChannel(new WebhookSettings(receiver.Address, secret.Path), _time);

        var outcome = await channel.SendAsync(AlertSamples.Message(), Cancellation);
        var posted = await receiver.NextAsync();

        Assert.True(outcome.IsSent);
        string seconds = $"{AlertSamples.Now.ToUnixTimeSeconds()}";
        string hash = Convert.ToHexStringLower(HMACSHA256.HashData("k3y"u8, Encoding.UTF8.GetBytes($"{seconds}.{posted.Body}")));
        Assert.Equal($"t={seconds},v1={hash}", posted.Signature);
        Assert.Equal("7-9-1", posted.Id);
        using var json = JsonDocument.Parse(posted.Body);
        Assert.Equal("opened", json.RootElement.GetProperty("event").GetString());
        Assert.Equal("example.org", json.RootElement.GetProperty("incident").GetProperty("domain").GetString());
        Assert.Equal("error", json.RootElement.GetProperty("incident").GetProperty("severity").GetString());
    }

    [Fact]
    public async Task Webhook_HostThatRefuses_IsSaidSo()
    {
        using var receiver = new AlertReceiver(500);
        using var secret = new SecretFileHere("k3y");
        using var channel = new WebhookChannel(new WebhookSettings(receiver.Address, secret.Path), _time);

        var outcome = await channel.SendAsync(AlertSamples.Message(), Cancellation);

        Assert.Equal((false, true), (outcome.IsSent, outcome.IsAnswered));
        Assert.Contains("500", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_NobodyThere_IsUnreachedAndKeepsTheAddressToItself()
    {
        using var receiver = new AlertReceiver();
        var gone = new Uri(receiver.Address, "/s3cret-path");
        receiver.Dispose();
        using var secret = new SecretFileHere("k3y");
        using var channel = new WebhookChannel(new WebhookSettings(gone, secret.Path), _time);

        var outcome = await channel.SendAsync(AlertSamples.Message(), Cancellation);

        Assert.Equal((false, false), (outcome.IsSent, outcome.IsAnswered));
        Assert.DoesNotContain("s3cret", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_WithoutItsSecret_SendsNothing()
    {
        using var receiver = new AlertReceiver();
        using var channel = new WebhookChannel(new WebhookSettings(receiver.Address, "/nowhere/at/all"), _time);

        var outcome = await channel.SendAsync(AlertSamples.Message(), Cancellation);

        Assert.False(outcome.IsSent);
        Assert.False(receiver.HasMore);
    }

    [Fact]
    public async Task Slack_TextFromOutside_BeginsNoLinkAndNoMention()
    {
        using var receiver = new AlertReceiver();
        using var address = new SecretFileHere(receiver.Address.AbsoluteUri);
        using var channel = new SlackChannel(new SlackSettings(address.Path), _time);

        await channel.SendAsync(AlertSamples.Message("mx <!channel> & <https://evil.example|here>\r\nmore\u001b[31m"), Cancellation);
        var posted = await receiver.NextAsync();

        using var json = JsonDocument.Parse(posted.Body);
        string text = Assert.Single(json.RootElement.EnumerateObject()).Value.GetString()!;
        Assert.Contains("mx &lt;!channel&gt; &amp; &lt;https://evil.example|here&gt;\\u{d}\\u{a}more\\u{1b}[31m", text, StringComparison.Ordinal);
        Assert.Null(posted.Signature);
    }

    [Fact]
    public async Task Slack_AddressThatIsNotSafe_IsRefused()
    {
        using var address = new SecretFileHere("http://chat.example/hook");
        using var channel = new SlackChannel(new SlackSettings(address.Path), _time);

        var outcome = await channel.SendAsync(AlertSamples.Message(), Cancellation);

        Assert.Equal((false, true), (outcome.IsSent, outcome.IsAnswered));
        Assert.DoesNotContain("chat.example", outcome.Detail, StringComparison.Ordinal);
    }
}
