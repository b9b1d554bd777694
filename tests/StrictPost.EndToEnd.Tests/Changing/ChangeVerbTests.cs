using System.Text.Json.Nodes;

namespace StrictPost.EndToEnd.Tests.Changing;

/// <summary>The verbs as their users call them, beside a running <c>serve</c>.</summary>
public sealed class ChangeVerbTests
{
    private const string Domain = OwnerZone.Domain;

    [Fact]
    public async Task Apply_KilledAgainAndAgainBesideAKilledServer_PublishesEachIdOnceAndInOrder()
    {
        await using var here = await ChangeVerbsHere.StartAsync();
        var random = new Random(1034);
        await DoneAsync(here, "apply", Domain, "--mode", "testing", "--mx", "mx1.owner.test", "--wait", "2m");
        uint before = await here.Zone.SerialAsync();
        const int changes = 4;
        for (int i = 1; i <= changes; i++)
        {
            string maxAge = $"{86_400 + i}";
            await here.DieAsync(random.Next(150, 1200), "apply", Domain, "--max-age", maxAge);
            await here.DieAsync(random.Next(150, 1200), "apply", Domain, "--max-age", maxAge);
            if (i % 2 == 0)
                await here.RestartAsync();
            await DoneAsync(here, "apply", Domain, "--max-age", maxAge, "--wait", "2m");
        }

        Assert.Equal(before + changes, await here.Zone.SerialAsync());
        var history = await here.HistoryAsync();
        Assert.Equal(changes + 1, history.Count);
        Assert.All(history, change => Assert.Equal("done", change!["standing"]!.GetValue<string>()));
        Assert.All(history.Take(changes), change => AssertInOrder(change!["events"]!.AsArray()));
    }

    [Fact]
    public async Task Apply_OfAWhollyManualZone_SaysWhatToPublishAndGoesOnWhenItIsSeen()
    {
        await using var here = await ChangeVerbsHere.StartAsync(mayPublish: false);

        var asked = await here.ChangeAsync("apply", Domain, "--mode", "testing", "--mx", "mx1.owner.test");
        Assert.Equal(0, asked.ExitCode);
        string id = asked.Output.Split("id=")[1].Split(';')[0];
        Assert.Contains($"_mta-sts.owner.test. IN TXT \"v=STSv1; id={id};\"", asked.Output, StringComparison.Ordinal);

        await here.Zone.EditAsync($"update add _mta-sts.owner.test 1 TXT \"v=STSv1; id={id};\"");
        await DoneAsync(here, "apply", Domain, "--wait", "2m");
    }

    [Fact]
    public async Task Change_OutOfOrder_IsRefusedWithTheDateWhenItBecomesSafe()
    {
        await using var here = await ChangeVerbsHere.StartAsync();
        var straight = await here.ChangeAsync("plan", Domain, "--mode", "enforce", "--mx", "mx1.owner.test");
        Assert.Equal(1, straight.ExitCode);
        Assert.Contains("[change-needs-proof]", straight.Output, StringComparison.Ordinal);

        await DoneAsync(here, "apply", Domain, "--mode", "testing", "--mx", "mx1.owner.test", "--wait", "2m");
        var dropped = await here.ChangeAsync("apply", Domain, "--mx", "mx2.owner.test", "--mode", "enforce", "--override", "a try");
        Assert.Equal(1, dropped.ExitCode);
        Assert.Contains("[change-mail-not-covered]", dropped.Output, StringComparison.Ordinal);

        var gate = await here.ChangeAsync("apply", Domain, "--promote");
        Assert.Contains("gate-", gate.Output, StringComparison.Ordinal);
        var other = await here.ChangeAsync("apply", Domain, "--leave");
        Assert.Equal(1, other.ExitCode);
        Assert.Matches(@"Another change of owner\.test is running: .* which is \d{4}-\d\d-\d\d \d\d:\d\d UTC", $"{other.Error} {other.Output}".ReplaceLineEndings(" "));
        var set = await here.RunAsync("domain", "set", Domain, "--mode", "enforce");
        Assert.Equal(1, set.ExitCode);
        Assert.Matches(@"safe from \d{4}-\d\d-\d\d \d\d:\d\d UTC", set.Error);
        Assert.Equal(1, (await here.RunAsync("domain", "remove", Domain, "--now")).ExitCode);

        await DoneAsync(here, "cancel", Domain);
        Assert.Equal("cancelled", (await here.HistoryAsync())[0]!["standing"]!.GetValue<string>());
    }

    [Fact]
    public async Task Plan_InEachFormat_HasAllStepsAndTheirDates()
    {
        await using var here = await ChangeVerbsHere.StartAsync();
        await DoneAsync(here, "apply", Domain, "--mode", "testing", "--mx", "mx1.owner.test", "--wait", "2m");

        var json = JsonNode.Parse((await here.ChangeAsync("plan", Domain, "--leave", "--format", "json")).Output)!;
        Assert.Equal(
            "serve announce await-record await-expiry withdraw await-record stop-serving",
            string.Join(' ', json["steps"]!.AsArray().Select(step => step!["step"])));
        Assert.True(json["steps"]![4]!["expected"]!.GetValue<DateTimeOffset>() > json["startedAt"]!.GetValue<DateTimeOffset>().AddDays(6.9));
        string calendar = (await here.ChangeAsync("plan", Domain, "--leave", "--format", "ics")).Output;
        Assert.Equal(7, calendar.Split("BEGIN:VEVENT\r\n").Length - 1);
        Assert.All(calendar.Split("\r\n"), line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 75, line));
        string ticket = (await here.ChangeAsync("plan", Domain, "--leave", "--format", "markdown")).Output;
        Assert.Equal(7, ticket.Split("- [ ] ").Length - 1);
        string text = (await here.ChangeAsync("plan", Domain, "--leave")).Output;
        Assert.Contains(" 7. from ", text, StringComparison.Ordinal);
        Assert.Contains("No change is running.", (await here.ChangeAsync("status")).Output, StringComparison.Ordinal);
    }

    private static async Task DoneAsync(ChangeVerbsHere here, params string[] arguments)
    {
        var ended = await here.ChangeAsync([.. arguments, "--format", "json"]);
        Assert.True(ended.ExitCode == 0, ended.Error + ended.Output);
        string standing = JsonNode.Parse(ended.Output)!["standing"]!.GetValue<string>();
        Assert.True(standing is "done" or "cancelled", $"{ended.Output}\n{string.Join('\n', here.Server!.Log)}");
    }

    private static void AssertInOrder(JsonArray events)
    {
        var texts = events.Select(item => item!["event"]!.GetValue<string>()).ToList();
        int served = texts.FindIndex(text => text.StartsWith("Every address", StringComparison.Ordinal));
        int published = texts.FindIndex(text => text.StartsWith("Published", StringComparison.Ordinal));
        int seen = texts.FindIndex(text => text.StartsWith("Every server", StringComparison.Ordinal));
        int over = texts.FindIndex(text => text.StartsWith("Older records", StringComparison.Ordinal));
        Assert.True(served >= 0 && seen > served && over > seen, string.Join('\n', texts));
        // A process that died after it published has no chance to say so; another one sees it.
        Assert.True(published < 0 || (published > served && published < seen), string.Join('\n', texts));
        Assert.Equal(texts.Distinct(StringComparer.Ordinal).Count(), texts.Count);
    }
}
