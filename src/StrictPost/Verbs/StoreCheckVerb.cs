using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Storage.Upkeep;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;
using StrictPost.Upkeep;

namespace StrictPost.Verbs;

/// <summary><c>strictpost store check</c>: reads the whole store, and says what is in it and what is wrong with it.</summary>
internal static class StoreCheckVerb
{
    public static Command Create(Terminal terminal)
    {
        var common = new StoreVerbs(terminal);
        var verb = new Verb(
            "check",
            "Read everything in the store: say how much there is, and what cannot be right. Exit code 1 when something is not.",
            "strictpost store check",
            "strictpost store check --format json");
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, StoreVerbs common, CancellationToken cancellation)
    {
        await using var database = await common.OpenAsync(parsed, cancellation);
        var checkup = await new StoreCheck(database, StoreKeys.OpenExisting(common.Settings(parsed))).RunAsync(cancellation);
        if (common.WantsJson(parsed))
            PrintJson(common.Terminal, checkup);
        else
            Print(parsed, common, checkup, database.Name);
        return checkup.Problems.Count == 0 ? ExitCode.Fine : ExitCode.Findings;
    }

    private static void Print(ParseResult parsed, StoreVerbs common, StoreCheckup checkup, string name)
    {
        common.Print(parsed, checkup.Tables, checkup.Problems.Count == 0
            ? $"The store {name} is in order."
            : $"The store {name} has {checkup.Problems.Count} problem(s):");
        foreach (var problem in checkup.Problems)
        {
            common.Terminal.Out.WriteLine(Printable.Escape($"  {problem.Where}: {problem.Message}"));
            common.Terminal.Out.WriteLine(Printable.Escape($"    Fix: {problem.Fix}"));
        }
    }

    private static void PrintJson(Terminal terminal, StoreCheckup checkup) => JsonPage.Print(terminal, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("valid", checkup.Problems.Count == 0);
        StoreJson.Write(json, checkup.Tables);
        StoreJson.Write(json, checkup.Problems);
        json.WriteEndObject();
    });
}
