using System.CommandLine;
using StrictPost.Changing;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Changes;

namespace StrictPost.Verbs;

/// <summary><c>strictpost change plan</c>: the steps of a change and their dates. Changes nothing.</summary>
internal static class ChangePlanVerb
{
    private static readonly Option<PlanFormat> Format = new("--format")
    {
        Description = "How to print the plan; `ics` is a calendar, `markdown` is for a ticket.",
        HelpName = "text|json|ics|markdown",
        DefaultValueFactory = _ => PlanFormat.Text,
    };

    public static Command Create(Terminal terminal)
    {
        var common = new ChangeVerbs(terminal);
        var request = new RequestOptions();
        var verb = new Verb(
            "plan",
            "Show the steps of a change, each with its reason and its earliest date. Nothing is changed. Without options it shows the change that runs.",
            "strictpost change plan example.org --mode testing --mx mx1.example.org   # a first policy",
            "strictpost change plan example.org --promote                            # from testing to enforce",
            "strictpost change plan example.org --move mx1.new.example --format ics  # dates for the calendar",
            "strictpost change plan example.org --leave --format markdown            # for a ticket")
        {
            ChangeVerbs.DomainArgument, Format,
        };
        request.AddTo(verb);
        common.World.AddTo(verb);
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, request, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ChangeVerbs common, RequestOptions request, CancellationToken cancellation)
    {
        var domain = ChangeVerbs.Domain(parsed);
        await using var database = await common.OpenAsync(parsed, cancellation);
        var running = await new ChangeStore(database).RunningAsync(domain, cancellation);
        var draft = new ChangeDraft(common.World.Observer(parsed, common.Settings(parsed), database), database, request);
        var format = parsed.GetValue(Format);
        if (running is not null)
        {
            var (planned, facts) = await draft.AgainAsync(parsed, running, cancellation);
            ChangePlan.Of(planned, facts).Print(format, common.Terminal);
            return ExitCode.Fine;
        }

        var (change, seen) = await draft.MakeAsync(parsed, domain, cancellation);
        if (change.Value is { } made)
        {
            ChangePlan.Of(made, seen).Print(format, common.Terminal);
            return ExitCode.Fine;
        }

        return ChangeRefusal.Print(change.Findings, format == PlanFormat.Json, common.Terminal);
    }
}
