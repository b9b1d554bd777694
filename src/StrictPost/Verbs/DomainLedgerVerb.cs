using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain ledger</c>: every body that was ever published for a domain, also for one that has left.</summary>
internal static class DomainLedgerVerb
{
    public static Command Create(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var verb = new Verb(
            "ledger",
            "Show every policy that was ever published for a domain, who may still hold it, and who fetched it. Works for domains that have left, too.",
            "strictpost domain ledger example.org",
            "strictpost domain ledger example.org --format json")
        {
            DomainVerbs.DomainArgument,
        };
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, DomainVerbs common, CancellationToken cancellation)
    {
        var domain = PolicyOptions.Domain(parsed.GetRequiredValue(DomainVerbs.DomainArgument));
        await using var database = await common.OpenExistingAsync(parsed, cancellation)
            ?? throw await common.UnknownAsync(parsed, null, domain, cancellation);
        var ledger = await new LedgerStore(database).ReadAsync(domain, cancellation);
        if (ledger.Bodies.Count == 0)
            throw await common.UnknownAsync(parsed, new DomainStore(database), domain, cancellation);
        var now = TimeProvider.System.GetUtcNow();
        if (common.WantsJson(parsed))
            JsonPage.Print(common.Terminal, json => LedgerJson.Write(json, ledger, now));
        else
        {
            WriteTable(common.Terminal, ledger, now);
            LedgerText.Write(common.Terminal, domain, ledger, now);
        }

        return ExitCode.Fine;
    }

    private static void WriteTable(Terminal terminal, DomainLedger ledger, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("id", "mode", "max_age", "mx", "bytes", "SHA-256", "published", "first fetched", "last fetched", "held until");
        foreach (var body in ledger.Bodies)
        {
            table.AddRow(
                body.Id, body.Policy.Mode.ToText(), $"{body.Policy.MaxAge}", Terminal.Safe(string.Join(' ', body.Policy.Mx)),
                body.Size.ToString(CultureInfo.InvariantCulture), body.Hash[..12], LedgerText.Moment(body.PublishedAt),
                Text(body.FirstServed), Text(body.LastServed), HeldUntil(body, now));
        }

        terminal.Pretty().Write(table);
    }

    private static string HeldUntil(ServedBody body, DateTimeOffset now) => body.HeldUntil(now) switch
    {
        null => "-",
        { } until when body.Standing != BodyStanding.Retired => $"{LedgerText.End(until)} and on",
        { } until when until <= now => "expired",
        { } until => LedgerText.End(until),
    };

    private static string Text(DateTimeOffset? time) => time is { } known ? LedgerText.Moment(known) : "-";
}
