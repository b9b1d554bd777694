using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Upkeep;
using StrictPost.Upkeep;

namespace StrictPost.Verbs;

/// <summary><c>strictpost store copy</c>: all of one store into another, empty one.</summary>
internal static class StoreCopyVerb
{
    private const string Names = "`sqlite` (the data folder), `postgres` (as configured), or the path of a backup.";

    private static readonly Option<string> From = new("--from") { Description = $"The store to read: {Names}", HelpName = "STORE", Required = true };
    private static readonly Option<string> To = new("--to") { Description = $"The empty store to fill: {Names}", HelpName = "STORE", Required = true };

    public static Command Create(Terminal terminal)
    {
        var common = new StoreVerbs(terminal);
        var verb = new Verb(
            "copy",
            "Copy a whole store into an empty one: to move from SQLite to PostgreSQL or back, or to restore a backup. "
            + "What was written is read back and compared by counts and hashes; all of it is copied, or nothing.",
            "strictpost store copy --from sqlite --to postgres",
            "strictpost store copy --from strictpost-2026-12-01.db --to postgres")
        {
            From, To,
        };
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, StoreVerbs common, CancellationToken cancellation)
    {
        var (from, to) = (parsed.GetRequiredValue(From), parsed.GetRequiredValue(To));
        if (from == to)
            throw new Refusal("Source and target are the same.", "Give two different stores.");
        await using var source = await common.OpenAsync(parsed, from, mustExist: true, cancellation);
        await using var target = await common.OpenAsync(parsed, to, mustExist: false, cancellation);
        var progress = new CountProgress("rows copied", common.Terminal, TimeProvider.System);
        var tables = await StoreCopy.CopyAsync(source, target, progress, cancellation);
        progress.End();
        common.Print(parsed, tables, $"Copied {source.Name} to {target.Name}; counts and hashes are the same. Secrets stay sealed with the same key: keep its file.");
        return ExitCode.Fine;
    }
}
