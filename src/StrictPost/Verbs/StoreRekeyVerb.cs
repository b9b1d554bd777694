using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Storage.Upkeep;
using StrictPost.Domains;
using StrictPost.Upkeep;

namespace StrictPost.Verbs;

/// <summary><c>strictpost store rekey</c>: seals everything with the newest key.</summary>
internal static class StoreRekeyVerb
{
    public static Command Create(Terminal terminal)
    {
        var common = new StoreVerbs(terminal);
        var verb = new Verb(
            "rekey",
            "Seal all secrets with the first key of the key file. Put the new key in front of the old one and restart the servers first; "
            + "afterwards the old line may go.",
            "strictpost store rekey");
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, StoreVerbs common, CancellationToken cancellation)
    {
        await using var database = await common.OpenAsync(parsed, cancellation);
        int count = await Resealing.ResealAsync(database, StoreKeys.Open(common.Settings(parsed)), cancellation);
        if (common.WantsJson(parsed))
        {
            DomainText.PrintJson(common.Terminal, json =>
            {
                json.WriteStartObject();
                json.WriteNumber("resealed", count);
                json.WriteEndObject();
            });
        }
        else
            common.Terminal.Out.WriteLine(count == 0 ? "All secrets are sealed with the first key already." : $"Sealed {count} secret(s) with the first key.");
        return ExitCode.Fine;
    }
}
