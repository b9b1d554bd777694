using StrictPost.CommandLine;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Domains;

/// <summary>How a domain leaves, in words (RFC 8461 §8.3).</summary>
internal static class DepartureText
{
    /// <summary>Before this a policy that was served elsewhere may still be held.</summary>
    private static readonly TimeSpan LongestElsewhere = TimeSpan.FromSeconds(StsPolicy.LongestMaxAge);

    /// <summary>How far a domain that leaves has come; null where it stays.</summary>
    public static Departure? Of(EnrolledDomain domain, IReadOnlyCollection<ServedBody> bodies, DateTimeOffset now) =>
        domain.LeavingSince is { } since ? Departure.Of(bodies, since, now) : null;

    /// <summary>The end of a departure, as far as it is known.</summary>
    public static string End(Departure departure) =>
        departure.IsSettled ? LedgerText.End(departure.StopsAt) : $"about {LedgerText.End(departure.StopsAt)}";

    /// <summary>What to do, in which order, and when.</summary>
    public static void WriteSteps(Terminal terminal, EnrolledDomain domain, Departure departure, DomainLedger ledger, DateTimeOffset now)
    {
        string name = domain.Settings.Domain.Ascii;
        string host = domain.Settings.PolicyHost.Ascii;
        string end = End(departure);
        string[] steps =
        [
            $"Now: publish the id {domain.PolicyId} at {StsRecord.Label}.{name}, so that senders fetch mode none (strictpost records {name}).",
            $"Until {end}: leave {StsRecord.Label}.{name} and {host} as they are, and `strictpost serve` running. It serves and renews as before.",
            $"From then on: remove {StsRecord.Label}.{name}, then {host}. {TlsRptRecord.Label}.{name} may go, too, unless you want reports about DANE.",
            "`strictpost serve` ends the enrolment by itself then; without it, the next `strictpost domain list` does.",
        ];
        for (int i = 0; i < steps.Length; i++)
            terminal.Out.WriteLine($"  {i + 1}. {steps[i]}");
        if (!departure.IsSettled)
            terminal.Out.WriteLine("  The day is certain once every node has said what it served:");
        foreach (var node in departure.IsSettled ? [] : ledger.Behind)
            terminal.Out.WriteLine($"    {LedgerText.Waiting(node, now)}");
        if (ledger.Bodies.Count > 0 && ledger.Bodies[0].PublishedAt > now - LongestElsewhere)
            terminal.Out.WriteLine($"  What was served elsewhere, before {LedgerText.Moment(ledger.Bodies[0].PublishedAt)}, is not counted.");
    }

    /// <summary>What goes wrong when a domain goes at once.</summary>
    public static void WriteDamage(Terminal terminal, DomainLedger ledger, DateTimeOffset now)
    {
        var held = Horizon.Of(ledger.Bodies, now).Held.Where(body => body.Body.Policy.Mode != PolicyMode.None).ToList();
        foreach (var body in held)
            terminal.Error.WriteLine($"Warning: {LedgerText.Sentence(body, now)}");
        if (held.Count > 0)
            terminal.Error.WriteLine("  They cannot learn that the domain has left, and may warn of an attack. Keep these mail hosts, with valid certificates, until then.");
    }
}
