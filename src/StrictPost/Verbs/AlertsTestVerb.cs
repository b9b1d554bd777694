using System.CommandLine;
using StrictPost.Alerting;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Alerts;
using StrictPost.Engine.Storage.Monitoring;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost alerts test</c>: sends a test message at once, and says what came of it.</summary>
internal static class AlertsTestVerb
{
    private static readonly Argument<string?> Channel = new("CHANNEL")
    {
        Description = "Only this one: email, webhook or slack.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<ListFormat> Format = new("--format")
    {
        Description = "How to print results.",
        HelpName = "text|json|csv",
        DefaultValueFactory = _ => ListFormat.Text,
    };

    private static readonly Listing<(string Channel, AlertOutcome Outcome)> Columns = new(
        new("channel", "channel", row => row.Channel),
        new("sent", "sent", row => row.Outcome.IsSent),
        new("what happened", "detail", row => row.Outcome.Detail));

    public static Command Create(Terminal terminal)
    {
        var store = new StoreOptions();
        var verb = new Verb(
            "test",
            "Send a test message on each channel that is set up, at once and whatever the hour. Exit code 1 when one refuses it, 3 when one cannot be reached.",
            "strictpost alerts test",
            "strictpost alerts test webhook --format json")
        {
            Channel, Format,
        };
        store.AddTo(verb);
        verb.SetAction((parsed, cancellation) => RunAsync(parsed, store, terminal, cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, StoreOptions store, Terminal terminal, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        using var channels = AlertChannels.Open(store.Read(parsed).Alerts, time);
        var message = Message(time.GetUtcNow());
        var outcomes = await Task.WhenAll(Chosen(parsed, channels).Select(async channel => (channel.Name, await channel.SendAsync(message, cancellation))));
        Columns.Print(terminal, parsed.GetValue(Format), outcomes, "");
        if (Array.Exists(outcomes, outcome => outcome.Item2 is { IsSent: false, IsAnswered: true }))
            return ExitCode.Findings;
        return Array.TrueForAll(outcomes, outcome => outcome.Item2.IsSent) ? ExitCode.Fine : ExitCode.Undetermined;
    }

    private static List<IAlertChannel> Chosen(ParseResult parsed, AlertChannels channels)
    {
        string? name = parsed.GetValue(Channel);
        var chosen = channels.All.Where(channel => name is null || channel.Name == name).ToList();
        if (chosen.Count > 0)
            return chosen;
        throw name is null or "email" or "webhook" or "slack"
            ? new Refusal(
                name is null ? "No channel is set up." : $"The channel {name} is not set up.",
                "Set up `[alerts.email]`, `[alerts.webhook]` or `[alerts.slack]` in strictpost.toml; strictpost.example.toml shows how.")
            : new Refusal($"There is no channel `{name}`.", "Name `email`, `webhook` or `slack`, or none for all.");
    }

    private static AlertMessage Message(DateTimeOffset now)
    {
        var alarm = new Alarm(AlarmSource.Sight, "", "") { Severity = Severity.Info, Message = "", Fix = "" };
        var nothing = new WatchedIncident { Alarm = alarm, Standing = WatchStanding.Resolved, OpenedAt = now, SeenAt = now };
        return new AlertMessage($"test-{now.ToUnixTimeMilliseconds()}", NoticeKind.Opened, new StoredIncident(0, "", nothing), now) { IsTest = true };
    }
}
