using System.CommandLine;
using StrictPost.Engine.Changes;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Changing;

/// <summary>Makes a change of what the command line asks for and of what is seen now.</summary>
internal sealed class ChangeDraft(ChangeObserver observer, Database database, RequestOptions request)
{
    /// <summary>A change that would begin now, or why there is none; and what was seen.</summary>
    public async Task<(Parsed<Change> Change, ChangeFacts Facts)> MakeAsync(ParseResult parsed, DomainName domain, CancellationToken cancellation)
    {
        var place = request.Place(parsed);
        if (place == PolicyPlace.Elsewhere)
            await new SeenPolicyStore(database).WatchAsync(domain, null, cancellation);
        var facts = await observer.LookAsync(domain, place, ChangeQuestions.None with { EarlierMaxAge = request.EarlierMaxAge(parsed) }, cancellation);
        var basis = ChangeVerbs.Basis(domain, place, facts, request.Override(parsed));
        var change = ChangePlanner.Plan(request.Request(parsed, basis.Policy, domain), basis);
        if (change.Value is not { } made || GateQuestion.Of(made) is not { } question)
            return (change, facts);
        facts = await observer.LookAsync(domain, place, new ChangeQuestions(question, null), cancellation);
        return (change, facts);
    }

    /// <summary>What is seen of a change that runs.</summary>
    public async Task<(Change Change, ChangeFacts Facts)> LookAsync(StoredChange running, CancellationToken cancellation)
    {
        var change = running.Change;
        var facts = await observer.LookAsync(change.Domain, change.Place, ChangeQuestions.Of(change), cancellation);
        return (ChangeMachine.Advance(change, facts).Change, facts);
    }

    /// <summary>The change that runs, as it looks now; refused where the command line asks for another one.</summary>
    public async Task<(Change Change, ChangeFacts Facts)> AgainAsync(ParseResult parsed, StoredChange running, CancellationToken cancellation)
    {
        var (now, facts) = await LookAsync(running, cancellation);
        if (!request.IsEmpty(parsed) && !IsTheSame(parsed, running.Change, facts))
            throw new CommandLine.Refusal(OtherRunning(running, facts).Message, OtherRunning(running, facts).Fix, CommandLine.ExitCode.Findings);
        return (now, facts);
    }

    /// <summary>Whether what is asked for now, asked for when the change began, would have led to the same steps.</summary>
    private bool IsTheSame(ParseResult parsed, Change running, ChangeFacts facts)
    {
        var asked = request.Request(parsed, running.Before, running.Domain);
        var then = facts with
        {
            Record = Seen.Of(running.IdsBefore, TimeSpan.Zero, "as it was then"),
            Mail = Seen.Of(running.MailBefore, TimeSpan.Zero),
            Hosted = running.Before is null ? null : facts.Hosted,
        };
        var basis = new ChangeBasis
        {
            Domain = running.Domain,
            Place = running.Place,
            Policy = running.Before,
            Facts = then,
            Override = request.Override(parsed) ?? running.Override,
        };
        return ChangePlanner.Plan(asked, basis).Value is { } planned && planned.Kind == running.Kind && planned.Steps.SequenceEqual(running.Steps);
    }

    /// <summary>That another change is running.</summary>
    public static Finding OtherRunning(StoredChange running, ChangeFacts facts) => ChangeRefusals.OtherRunning(
        running.Change, $"change {running.Id}, {ChangeWords.Title(running.Change)}, since {Moments.ToText(running.Change.StartedAt)}", facts);
}
