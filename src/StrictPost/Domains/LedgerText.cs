using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Domains;

/// <summary>The ledger in words.</summary>
internal static class LedgerText
{
    private const int MostLines = 10;

    /// <summary>How long a node may be silent before it is worth a thought.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    /// <summary>A moment, to the minute.</summary>
    public static string Moment(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd HH:mm} UTC";

    /// <summary>A moment until which something holds: never before it, as seconds cut off would be.</summary>
    public static string End(DateTimeOffset time) => Moment(time + TimeSpan.FromSeconds(59.999));

    /// <summary>Until when senders may hold what, who fetched it, and which nodes keep the answer open.</summary>
    public static void Write(Terminal terminal, DomainName domain, DomainLedger ledger, DateTimeOffset now)
    {
        var horizon = Horizon.Of(ledger.Bodies, now);
        Section(terminal, "What senders may hold:", Sentences(horizon, now).DefaultIfEmpty("Nothing: nobody fetched a policy that has not expired."), domain);
        Section(terminal, "Nodes that have yet to say what they served:", ledger.Behind.Select(node => Waiting(node, now)), domain);
        Section(terminal, $"Who fetched it in the last {DomainLedger.Days} days:", Fetches(ledger), domain);
    }

    /// <summary>One sentence for each body that some sender may hold.</summary>
    public static IEnumerable<string> Sentences(Horizon horizon, DateTimeOffset now) => horizon.Held.Select(held => Sentence(held, now));

    /// <summary>What the holders of a body do, and until when.</summary>
    public static string Sentence(HeldBody held, DateTimeOffset now)
    {
        string what = held.Body.Policy.Mode switch
        {
            PolicyMode.Enforce => $"may insist on {Hosts(held.Body)}, and refuse to deliver to any other host",
            PolicyMode.Testing => $"may expect {Hosts(held.Body)}: it delivers to others, too, and reports that",
            _ => "may hold mode none, which has no effect",
        };
        string until = held.Body.Standing == BodyStanding.Retired
            ? $"Until {End(held.Until)} some sender"
            : $"Whoever fetches now, until {End(held.Until)},";
        return $"{until} {what} ({Which(held.Body)}{Note(held.Body, now)}).";
    }

    /// <summary>A node that may still serve what is retired.</summary>
    public static string Waiting(ServingNode node, DateTimeOffset now) => node switch
    {
        { StoppedAt: { } stopped } =>
            $"{node.Name} ended on {Moment(stopped)}, and may serve what it knew when it starts without the store. If it never will: strictpost node forget {node.Name}",
        _ when now - node.SeenAt < Silence => $"{node.Name} reports within seconds, if it still runs.",
        _ => $"{node.Name} has not been heard of since {Moment(node.SeenAt)}, and may serve what it knew then. If it is gone for good: strictpost node forget {node.Name}",
    };

    private static IEnumerable<string> Fetches(DomainLedger ledger) => ledger.Fetches
        .Select(fetch => $"{fetch.Family}: {Times(fetch.Times, "time")} from {Times(fetch.Networks, "network")}, last on {Moment(fetch.LastAt)}")
        .DefaultIfEmpty("Nobody.");

    private static string Hosts(ServedBody body) => string.Join(", ", body.Policy.Mx);

    private static string Which(ServedBody body) => $"mode {body.Policy.Mode.ToText()}, published on {Moment(body.PublishedAt)}, id {body.Id}";

    private static string Note(ServedBody body, DateTimeOffset now) => body.Standing switch
    {
        BodyStanding.Current => "; served now",
        BodyStanding.Unsettled => "; a node may still serve it",
        _ => body.LastServed is { } last && last <= now ? $"; last fetched on {Moment(last)}" : "",
    };

    private static string Times(long count, string unit) => count == 1 ? $"1 {unit}" : $"{count} {unit}s";

    private static void Section(Terminal terminal, string title, IEnumerable<string> lines, DomainName domain)
    {
        var all = lines.ToList();
        if (all.Count == 0)
            return;
        terminal.Out.WriteLine(title);
        foreach (string line in all.Take(MostLines))
            terminal.Out.WriteLine($"  {Printable.Escape(line)}");
        if (all.Count > MostLines)
            terminal.Out.WriteLine($"  … and {all.Count - MostLines} more: strictpost domain ledger {domain}");
    }
}
