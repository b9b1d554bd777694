using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Text;

namespace StrictPost.Changing;

/// <summary>Keeps other verbs from touching a policy that a change is leading from one state to the next.</summary>
internal static class RunningChange
{
    /// <summary>Nothing happens where no change runs.</summary>
    /// <exception cref="Refusal">One runs; it names when it can be over.</exception>
    public static async Task RefuseAsync(Database database, DomainTransaction transaction, DomainName domain, CancellationToken cancellation)
    {
        if (await transaction.RunningChangeAsync(domain, cancellation) is not { } running)
            return;
        string step = running.Change.Current is { } current ? $" It is at: {StepText.Of(current).Title}." : "";
        throw new Refusal(
            $"{DomainText.Name(domain)} is in a change: {ChangeWords.Title(running.Change)}.{step} Another policy now could lose mail; it is safe {await SafeAsync(database, running.Change, cancellation)}.",
            $"See `strictpost change status {domain}`; give the change up with `strictpost change cancel {domain}`.",
            ExitCode.Findings);
    }

    /// <summary>By what is known without looking at the world.</summary>
    private static async Task<string> SafeAsync(Database database, Change change, CancellationToken cancellation)
    {
        var facts = new ChangeFacts
        {
            Now = TimeProvider.System.GetUtcNow(),
            Served = Seen.Nowhere<string?>("nobody looked"),
            Record = Seen.Nowhere<string?>("nobody looked"),
            Mail = Seen.Nowhere<MailHostSet>("nobody looked"),
            Ledger = [.. (await new LedgerStore(database).ReadAsync(change.Domain, cancellation)).Bodies],
        };
        return $"from {Moments.ToText(ChangeForecast.ExpectedEndOf(change, facts))} on, when the change can be over";
    }
}
