using System.CommandLine;
using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost node</c>: the processes that serve, as the ledger knows them.</summary>
internal static class NodeVerb
{
    private static readonly Option<bool> Force = new("--force") { Description = "Also when it was heard of just now." };

    private static readonly Argument<string> NodeArgument = new("NAME") { Description = "As `strictpost node list` shows it." };

    public static Command Create(Terminal terminal) => new Verb(
        "node",
        "The processes that serve, and up to where each has said what it served.",
        "strictpost node list",
        "strictpost node forget web-2")
    {
        List(terminal),
        Forget(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var verb = new Verb("list", "Show the nodes. One that ended in order is gone from here, or says so.", "strictpost node list");
        return common.Finish(verb, (parsed, cancellation) => ListAsync(parsed, common, cancellation));
    }

    private static Command Forget(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var verb = new Verb(
            "forget",
            "Take a node for gone. What it knew when it was last heard of counts as served until now, and no longer: make sure that it does not run.",
            "strictpost node forget web-2")
        {
            NodeArgument, Force,
        };
        return common.Finish(verb, (parsed, cancellation) => ForgetAsync(parsed, common, cancellation));
    }

    private static async Task<int> ListAsync(ParseResult parsed, DomainVerbs common, CancellationToken cancellation)
    {
        await using var database = await common.OpenExistingAsync(parsed, cancellation);
        IReadOnlyList<ServingNode> nodes = database is null ? [] : await new NodeStore(database).ListAsync(cancellation);
        if (common.WantsJson(parsed))
        {
            JsonPage.Print(common.Terminal, json =>
            {
                json.WriteStartArray();
                foreach (var node in nodes)
                    LedgerJson.WriteNode(json, node);
                json.WriteEndArray();
            });
        }
        else if (nodes.Count == 0)
            common.Terminal.Out.WriteLine("No node serves.");
        else
            WriteTable(common.Terminal, nodes);
        return ExitCode.Fine;
    }

    private static void WriteTable(Terminal terminal, IReadOnlyList<ServingNode> nodes)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("node", "started", "last heard of", "followed up to change", "ended");
        foreach (var node in nodes)
        {
            table.AddRow(
                Terminal.Safe(node.Name), LedgerText.Moment(node.StartedAt), LedgerText.Moment(node.SeenAt), $"{node.Sequence}",
                node.StoppedAt is { } stopped ? LedgerText.Moment(stopped) : "-");
        }

        terminal.Pretty().Write(table);
    }

    private static async Task<int> ForgetAsync(ParseResult parsed, DomainVerbs common, CancellationToken cancellation)
    {
        string name = parsed.GetRequiredValue(NodeArgument);
        await using var database = await common.OpenExistingAsync(parsed, cancellation);
        var unknown = new Refusal($"There is no node {name}.", "See `strictpost node list`.", ExitCode.Findings);
        if (database is null)
            throw unknown;
        var nodes = new NodeStore(database);
        var node = (await nodes.ListAsync(cancellation)).FirstOrDefault(known => known.Name == name) ?? throw unknown;
        if (!parsed.GetValue(Force) && node.MayRunAt(TimeProvider.System.GetUtcNow()))
        {
            throw new Refusal(
                $"{name} was heard of at {LedgerText.Moment(node.SeenAt)}: it may well be serving.",
                "Stop it, or wait a minute after it died; `--force` forgets it all the same.",
                ExitCode.Findings);
        }

        if (!await nodes.ForgetAsync(name, cancellation))
            throw unknown;
        if (common.WantsJson(parsed))
            JsonPage.Print(common.Terminal, json => WriteForgotten(json, name));
        else
            common.Terminal.Out.WriteLine(Printable.Escape($"{name} is forgotten. What it knew counts as served until now; should it still run, it enters again by itself."));
        return ExitCode.Fine;
    }

    private static void WriteForgotten(System.Text.Json.Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("outcome", "forgotten");
        json.WriteEndObject();
    }
}
