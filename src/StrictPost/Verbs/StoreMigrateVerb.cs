using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage;
using StrictPost.Rendering;
using StrictPost.Upkeep;

namespace StrictPost.Verbs;

/// <summary><c>strictpost store migrate</c>: brings the store to this program's version. <c>serve</c> does the same at its start.</summary>
internal static class StoreMigrateVerb
{
    public static Command Create(Terminal terminal)
    {
        var common = new StoreVerbs(terminal);
        var verb = new Verb(
            "migrate",
            "Make the store, or bring an older one up to date. Every verb does so when it first needs the store; doing it again does no harm.",
            "strictpost store migrate",
            "STRICTPOST_STORE_POSTGRES='Host=db;Database=strictpost;Username=strictpost' strictpost store migrate");
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, StoreVerbs common, CancellationToken cancellation)
    {
        await using var database = Database.At(common.Settings(parsed).Store, TimeProvider.System);
        var (before, after) = await database.MigrateAsync(cancellation);
        if (common.WantsJson(parsed))
        {
            JsonPage.Print(common.Terminal, json =>
            {
                json.WriteStartObject();
                json.WriteNumber("before", before);
                json.WriteNumber("version", after);
                json.WriteEndObject();
            });
            return ExitCode.Fine;
        }

        common.Terminal.Out.WriteLine(before == after ? $"The store {database.Name} is up to date, at version {after}."
            : before == 0 ? $"Made the store {database.Name}, at version {after}."
            : $"Brought the store {database.Name} from version {before} to {after}.");
        return ExitCode.Fine;
    }
}
