using System.CommandLine;
using StrictPost.Changing;
using StrictPost.CommandLine;
using StrictPost.Engine.Changes;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;

namespace StrictPost.Verbs;

/// <summary><c>strictpost change status</c>: how changes stand. Does nothing for them.</summary>
internal static class ChangeStatusVerb
{
    private static readonly Option<ResultFormat> Format = CommonOptions.Format();

    public static Command Create(Terminal terminal)
    {
        var common = new ChangeVerbs(terminal);
        var verb = new Verb(
            "status",
            "How a change stands: what is done, what is next and when. Without a domain it lists all changes that run.",
            "strictpost change status",
            "strictpost change status example.org",
            "strictpost change status example.org --format json")
        {
            ChangeVerbs.OptionalDomain, Format,
        };
        common.World.AddTo(verb);
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ChangeVerbs common, CancellationToken cancellation)
    {
        await using var database = await common.OpenExistingAsync(parsed, cancellation);
        var store = new ChangeStore(database);
        bool asJson = parsed.GetValue(Format) == ResultFormat.Json;
        if (parsed.GetValue(ChangeVerbs.OptionalDomain) is not { } name)
        {
            var halting = await store.HaltingAsync(cancellation);
            ChangeList.Print([.. halting, .. await store.RunningAsync(cancellation)], asJson, "No change is running.", common.Terminal);
            if (halting.Count > 0 && !asJson)
                common.Terminal.Out.WriteLine("A batch has halted at what is BLOCKED above; `strictpost serve` looks again every five minutes, and goes on when that is mended.");
            return halting.Count > 0 ? ExitCode.Findings : ExitCode.Fine;
        }

        var running = await ChangeVerbs.RunningAsync(store, Domains.PolicyOptions.Domain(name), cancellation);
        var change = running.Change;
        var facts = await common.World.Observer(parsed, common.Settings(parsed), database).LookAsync(change.Domain, change.Place, ChangeQuestions.Of(change), cancellation);
        var advance = ChangeMachine.Advance(change, facts);
        var task = advance.Next is StepOutcome.Act { Action: var action } ? OwnerTask.Of(action, change.Domain) : null;
        var look = new ChangeLook(running with { Change = advance.Change }, facts, advance.Next, IsOurs(advance.Next, change, common.Settings(parsed)) ? null : task, advance.Next is StepOutcome.Blocked ? null : running.Trouble);
        ChangeStatus.Print(look, asJson, common.Terminal);
        return ChangeStatus.ExitCodeOf(look);
    }

    /// <summary>What this program does itself is no task for the owner.</summary>
    private static bool IsOurs(StepOutcome? next, Change change, Configuration.Settings settings) => next is StepOutcome.Act { Action: var action } && action switch
    {
        ChangeAction.Serve or ChangeAction.StopServing => change.Place == PolicyPlace.Here,
        ChangeAction.Announce or ChangeAction.Withdraw => settings.Dns.Server is not null && !change.IsByHand,
        _ => false,
    };
}
