using System.CommandLine;
using StrictPost.Changing;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Text;

namespace StrictPost.Verbs;

/// <summary><c>strictpost change apply</c>: begins a change, or leads the one that runs on, to its next wait.</summary>
internal static class ChangeApplyVerb
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    private static readonly Option<ResultFormat> Format = CommonOptions.Format();

    private static readonly Option<TimeSpan?> Wait = new("--wait")
    {
        Description = "How long to wait for what has to be seen from outside, your own steps too (default: 30s; and no waiting for those).",
        HelpName = "DURATION",
        CustomParser = TimeOptions.ParseDuration,
    };

    public static Command Create(Terminal terminal)
    {
        var common = new ChangeVerbs(terminal);
        var request = new RequestOptions();
        var bulk = new BulkOptions();
        var verb = new Verb(
            "apply",
            "Begin a change, or lead the one that runs on, to its next wait. Asked again, it goes on where it was. `strictpost serve` does so by itself.",
            "strictpost change apply example.org --mode testing --mx mx1.example.org",
            "strictpost change apply example.org                          # go on",
            "strictpost change apply example.org --promote --override \"reports were read by hand\"",
            "strictpost change apply --from domains.txt --promote --wave 5%")
        {
            ChangeVerbs.OptionalDomain, Format, Wait,
        };
        request.AddTo(verb);
        bulk.AddTo(verb);
        common.World.AddPublishTo(verb);
        common.World.AddTo(verb);
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, request, bulk, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ChangeVerbs common, RequestOptions request, BulkOptions bulk, CancellationToken cancellation)
    {
        using var stop = new StopSignal(cancellation);
        await using var database = await common.OpenAsync(parsed, stop.Token);
        if (bulk.IsAsked(parsed))
        {
            if (parsed.GetValue(ChangeVerbs.OptionalDomain) is not null)
                throw new Refusal("A domain and a list contradict each other.", "Name one domain, or give --from or --all.");
            return await new BulkChange(common, request, bulk).RunAsync(parsed, database, stop.Token);
        }

        if (parsed.GetValue(ChangeVerbs.OptionalDomain) is not { } name)
            throw new Refusal("There is no domain to change.", "Name one, such as `strictpost change apply example.org --promote`, or give a list with --from.");
        var domain = Domains.PolicyOptions.Domain(name);
        bool asJson = parsed.GetValue(Format) == ResultFormat.Json;
        try
        {
            var (stored, refused) = await BeginAsync(parsed, common, request, database, domain, stop.Token);
            if (stored is null)
                return ChangeRefusal.Print(refused, asJson, common.Terminal);
            var runner = common.World.Runner(parsed, common.Settings(parsed), database);
            var look = await new ChangeLead(database, runner, common.Terminal).GoAsync(stored, parsed.GetValue(Wait) ?? UsualPatience, stop.Token);
            ChangeStatus.Print(look, asJson, common.Terminal);
            return ChangeStatus.ExitCodeOf(look);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            throw new Refusal("Stopped. The change stays as it is.", $"Go on with `strictpost change apply {domain}`.", ExitCode.Undetermined);
        }
    }

    private static async Task<(StoredChange? Stored, IReadOnlyList<Protocol.Findings.Finding> Refused)> BeginAsync(
        ParseResult parsed, ChangeVerbs common, RequestOptions request, Database database, DomainName domain, CancellationToken cancellation)
    {
        var store = new ChangeStore(database);
        var draft = new ChangeDraft(common.World.Observer(parsed, common.Settings(parsed), database), database, request);
        if (await store.RunningAsync(domain, cancellation) is { } running)
        {
            if (!request.IsEmpty(parsed))
                await draft.AgainAsync(parsed, running, cancellation);
            return (await ReasonedAsync(store, running, request.Override(parsed), cancellation), []);
        }

        var (change, _) = await draft.MakeAsync(parsed, domain, cancellation);
        if (change.Value is not { } made)
            return (null, change.Findings);
        var (begun, inTheWay) = await store.BeginAsync([(made with { IsByHand = common.World.IsByHand(parsed) }, 0)], null, cancellation);
        if (inTheWay is not null)
            return (inTheWay, []);
        if (request.EarlierMaxAge(parsed) is { } claim && made.Place == PolicyPlace.Elsewhere)
        {
            await new SeenPolicyStore(database).WatchAsync(domain, claim, cancellation);
            await store.SaveAsync(begun[0], begun[0], [$"Policies before the first look are said to have had a max_age of {claim} seconds at most."], cancellation);
        }

        return (begun[0], []);
    }

    /// <summary>A reason that comes later counts, too.</summary>
    private static async Task<StoredChange> ReasonedAsync(ChangeStore store, StoredChange running, string? reason, CancellationToken cancellation)
    {
        if (reason is null || running.Change.Override == reason)
            return running;
        var after = running with { Change = running.Change with { Override = reason } };
        return await store.SaveAsync(running, after, [$"Goes on without the evidence, because: {reason}"], cancellation) ? after : running;
    }
}
