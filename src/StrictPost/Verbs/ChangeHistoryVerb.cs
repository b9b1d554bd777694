using System.CommandLine;
using StrictPost.Changing;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost change history</c>: what was changed, when, and by which steps.</summary>
internal static class ChangeHistoryVerb
{
    private static readonly Option<ResultFormat> Format = CommonOptions.Format();

    public static Command Create(Terminal terminal)
    {
        var common = new ChangeVerbs(terminal);
        var verb = new Verb(
            "history",
            "All changes of a domain, the newest first, with what happened in each.",
            "strictpost change history example.org",
            "strictpost change history example.org --format json")
        {
            ChangeVerbs.DomainArgument, Format,
        };
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ChangeVerbs common, CancellationToken cancellation)
    {
        var domain = ChangeVerbs.Domain(parsed);
        await using var database = await common.OpenExistingAsync(parsed, cancellation);
        var store = new ChangeStore(database);
        var changes = new List<(StoredChange Change, IReadOnlyList<ChangeEvent> Events)>();
        foreach (var change in await store.HistoryAsync(domain, cancellation))
            changes.Add((change, await store.EventsAsync(change.Id, cancellation)));
        if (parsed.GetValue(Format) == ResultFormat.Json)
            JsonPage.Print(common.Terminal, json => ChangeList.WriteHistory(json, changes));
        else if (changes.Count == 0)
            common.Terminal.Out.WriteLine($"{Domains.DomainText.Name(domain)} has no changes on record.");
        else
            Print(common.Terminal, changes);
        return ExitCode.Fine;
    }

    private static void Print(Terminal terminal, List<(StoredChange Change, IReadOnlyList<ChangeEvent> Events)> changes)
    {
        foreach (var (stored, events) in changes)
        {
            terminal.Out.WriteLine($"change {stored.Id}, {ChangeWords.Title(stored.Change)}: {ChangeWords.Standing(stored.Change.Standing)}");
            if (stored.Change.Override is { } reason)
                terminal.Out.WriteLine($"  Without the evidence, because: {Printable.Escape(reason)}");
            terminal.Out.WriteLine($"  {Moments.ToText(stored.Change.StartedAt)}  Begun.");
            foreach (var item in events)
                terminal.Out.WriteLine($"  {Moments.ToText(item.At)}  {Printable.Escape(item.Text)}");
        }
    }
}
