using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Upkeep;
using StrictPost.Upkeep;

namespace StrictPost.Verbs;

/// <summary><c>strictpost store backup</c>: the whole store in one file, while it is in use.</summary>
internal static class StoreBackupVerb
{
    private static readonly Argument<string> To = new("FILE") { Description = "A file that does not exist yet." };

    public static Command Create(Terminal terminal)
    {
        var common = new StoreVerbs(terminal);
        var verb = new Verb(
            "backup",
            "Write the whole store into one new file, of one moment, while servers go on. From PostgreSQL as well; restore it with `store copy`. "
            + "Private keys in it stay sealed: keep the key file too, elsewhere.",
            "strictpost store backup /var/backups/strictpost-2026-12-01.db",
            "strictpost store copy --from /var/backups/strictpost-2026-12-01.db --to sqlite --data restored")
        {
            To,
        };
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, StoreVerbs common, CancellationToken cancellation)
    {
        string file = parsed.GetRequiredValue(To);
        if (File.Exists(file) || Directory.Exists(file))
            throw new Refusal($"{file} exists already.", "Give the name of a new file: a backup never overwrites another.");
        await using var source = await common.OpenAsync(parsed, cancellation);
        // It gets its name when it is whole.
        string part = $"{file}.part";
        File.Delete(part);
        var progress = new CountProgress("rows copied", common.Terminal, TimeProvider.System);
        IReadOnlyList<TableDigest> tables;
        await using (var target = await Database.OpenFileAsync(part, TimeProvider.System, cancellation))
            tables = await StoreCopy.CopyAsync(source, target, progress, cancellation);
        progress.End();
        File.Move(part, file, overwrite: false);
        common.Print(parsed, tables, $"Wrote {file}.");
        return ExitCode.Fine;
    }
}
