using System.CommandLine;
using StrictPost.Changing;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Changes;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;

namespace StrictPost.Verbs;

/// <summary><c>strictpost change cancel</c>: gives a change up, and goes back to what was before, as long as that loses no mail.</summary>
internal static class ChangeCancelVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Option<ResultFormat> Format = CommonOptions.Format();

    public static Command Create(Terminal terminal)
    {
        var common = new ChangeVerbs(terminal);
        var verb = new Verb(
            "cancel",
            "Give a change up. What it has published is taken back in the order that loses no mail; where that is too late, it says what going back costs.",
            "strictpost change cancel example.org")
        {
            ChangeVerbs.DomainArgument, Format,
        };
        common.World.AddPublishTo(verb);
        common.World.AddTo(verb);
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ChangeVerbs common, CancellationToken cancellation)
    {
        var domain = ChangeVerbs.Domain(parsed);
        bool asJson = parsed.GetValue(Format) == ResultFormat.Json;
        await using var database = await common.OpenExistingAsync(parsed, cancellation);
        var store = new ChangeStore(database);
        var running = await ChangeVerbs.RunningAsync(store, domain, cancellation);
        var facts = await common.World.Observer(parsed, common.Settings(parsed), database).LookAsync(domain, running.Change.Place, ChangeQuestions.None, cancellation);
        var back = ChangeReturn.Of(running.Change, facts);
        if (back.Value is not { } change)
            return ChangeRefusal.Print(back.Findings, asJson, common.Terminal);

        bool isOver = change.Standing == ChangeStanding.Cancelled;
        var after = running with { Change = change, Trouble = null, DueAt = facts.Now, EndedAt = isOver ? facts.Now : null };
        if (!await store.SaveAsync(running, after, [Event(running, isOver)], cancellation))
            throw new Refusal("The change went on at the same moment.", "Run this again.", ExitCode.Undetermined);
        if (!asJson)
            Tell(common.Terminal, running, facts, isOver);
        var look = await new ChangeLead(database, common.World.Runner(parsed, common.Settings(parsed), database), common.Terminal).GoAsync(after, Patience, cancellation);
        ChangeStatus.Print(look, asJson, common.Terminal);
        return ChangeStatus.ExitCodeOf(look);
    }

    private static string Event(StoredChange running, bool isOver) => running.Change.Kind == ChangeKind.RollBack ? "Given up on the way back."
        : isOver ? "Cancelled; nothing had been published."
        : $"Cancelled ({ChangeWords.Title(running.Change)}); on the way back.";

    private static void Tell(Terminal terminal, StoredChange running, ChangeFacts facts, bool isOver)
    {
        if (running.Change.Kind == ChangeKind.RollBack)
            terminal.Out.WriteLine($"{DomainText.Name(running.Change.Domain)}: given up on the way back. What is served and published stays as it is; lead it on with another change.");
        else if (isOver)
            terminal.Out.WriteLine($"{DomainText.Name(running.Change.Domain)}: nothing had been published yet.");
        else if (ChangeReturn.HeldUntil(running.Change, facts) is { } until)
            terminal.Out.WriteLine($"Some sender may hold what was published until {Moments.ToText(until)}; it goes by that until then.");
    }
}
