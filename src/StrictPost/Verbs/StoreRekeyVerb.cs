using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Storage.Upkeep;
using StrictPost.Rendering;
using StrictPost.Upkeep;

namespace StrictPost.Verbs;

/// <summary><c>strictpost store rekey</c>: seals everything with the newest key.</summary>
internal static class StoreRekeyVerb
{
    private static readonly Option<bool> ForgetLost = new("--forget-lost")
    {
        Description = "Throw away secrets that no key opens, when a key is lost for good: restart the servers, and they get new accounts and certificates.",
    };

    public static Command Create(Terminal terminal)
    {
        var common = new StoreVerbs(terminal);
        var verb = new Verb(
            "rekey",
            "Seal all secrets with the first key of the key file. Put the new key in front of the old one and restart the servers first; "
            + "afterwards the old line may go.",
            "strictpost store rekey")
        {
            ForgetLost,
        };
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, StoreVerbs common, CancellationToken cancellation)
    {
        await using var database = await common.OpenAsync(parsed, cancellation);
        var secrets = StoreKeys.OpenExisting(common.Settings(parsed)) ?? throw new Refusal(
            "There is no key to seal with.", "Bring the key file back from a backup, or make a new one: (umask 077; strictpost store new-key > data/store.key)");
        var done = await Resealing.ResealAsync(database, secrets, parsed.GetValue(ForgetLost), cancellation);
        if (common.WantsJson(parsed))
        {
            JsonPage.Print(common.Terminal, json =>
            {
                json.WriteStartObject();
                json.WriteNumber("resealed", done.Resealed);
                json.WriteNumber("forgotten", done.Forgotten);
                json.WriteEndObject();
            });
        }
        else
        {
            common.Terminal.Out.WriteLine(done.Resealed == 0 ? "Nothing was sealed with another key than the first." : $"Sealed {done.Resealed} secret(s) with the first key.");
            if (done.Forgotten > 0)
                common.Terminal.Out.WriteLine($"Threw away {done.Forgotten} secret(s) that no key opened. Restart the servers: they get new ones.");
        }

        return ExitCode.Fine;
    }
}
