using System.CommandLine;
using StrictPost.Changing;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain remove</c>: lets a domain leave MTA-STS without losing mail.</summary>
internal static class DomainRemoveVerb
{
    private static readonly Option<bool> AtOnce = new("--now") { Description = "End at once, whatever senders hold. Says what that breaks." };

    public static Command Create(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var verb = new Verb(
            "remove",
            "Let a domain leave. It is served with mode none until no sender can hold an older policy, and goes then by itself. Asked again, it says how far that is.",
            "strictpost domain remove example.org",
            "strictpost domain remove example.org --now")
        {
            DomainVerbs.DomainArgument, AtOnce,
        };
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, DomainVerbs common, CancellationToken cancellation)
    {
        var domain = PolicyOptions.Domain(parsed.GetRequiredValue(DomainVerbs.DomainArgument));
        await using var database = await common.OpenExistingAsync(parsed, cancellation)
            ?? throw await common.UnknownAsync(parsed, null, domain, cancellation);
        await using (var transaction = await new DomainStore(database).BeginAsync(cancellation))
            await RunningChange.RefuseAsync(database, transaction, domain, cancellation);
        if (parsed.GetValue(AtOnce))
            await EndNowAsync(parsed, common, database, domain, cancellation);
        else
            await LeaveAsync(parsed, common, database, domain, cancellation);
        return ExitCode.Fine;
    }

    private static async Task LeaveAsync(ParseResult parsed, DomainVerbs common, Database database, DomainName domain, CancellationToken cancellation)
    {
        var departures = new Departures(database);
        var leaving = await departures.BeginAsync(domain, cancellation)
            ?? throw await common.UnknownAsync(parsed, new DomainStore(database), domain, cancellation);
        bool ended = (await departures.EndAsync(cancellation)).Contains(domain);
        var ledger = await new LedgerStore(database).ReadAsync(domain, cancellation);
        var now = TimeProvider.System.GetUtcNow();
        var departure = Departure.Of(ledger.Bodies, leaving.LeavingSince!.Value, now);
        var terminal = common.Terminal;
        if (common.WantsJson(parsed))
            JsonPage.Print(terminal, json => DomainText.WriteJson(json, leaving, ended ? "removed" : "leaving", departure));
        else if (ended)
            terminal.Out.WriteLine($"{DomainText.Name(domain)} is no longer enrolled: no sender can hold a policy of it. Its DNS records may go.");
        else
        {
            terminal.Out.WriteLine($"{DomainText.Name(domain)} leaves MTA-STS, since {LedgerText.Moment(departure.Since)}. Its policy says mode none.");
            DepartureText.WriteSteps(terminal, leaving, departure, ledger, now);
        }
    }

    private static async Task EndNowAsync(ParseResult parsed, DomainVerbs common, Database database, DomainName domain, CancellationToken cancellation)
    {
        var store = new DomainStore(database);
        await using var transaction = await store.BeginAsync(cancellation);
        var enrolled = await transaction.FindAsync(domain, cancellation)
            ?? throw await common.UnknownAsync(parsed, store, domain, cancellation);
        await transaction.RemoveAsync(domain, cancellation);
        await transaction.CommitAsync(cancellation);
        var ledger = await new LedgerStore(database).ReadAsync(domain, cancellation);
        if (common.WantsJson(parsed))
            JsonPage.Print(common.Terminal, json => DomainText.WriteJson(json, enrolled, "removed"));
        else
            common.Terminal.Out.WriteLine($"{DomainText.Name(domain)} is no longer enrolled.");
        DepartureText.WriteDamage(common.Terminal, ledger, TimeProvider.System.GetUtcNow());
    }
}
