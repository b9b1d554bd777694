using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage;

namespace StrictPost.Verbs;

/// <summary><c>strictpost store new-key</c>: a key to seal secrets with.</summary>
internal static class StoreNewKeyVerb
{
    public static Command Create(Terminal terminal)
    {
        var verb = new Verb(
            "new-key",
            "Print a fresh key for the secrets in the store, as a line for the file that `store.key_file` names.",
            "umask 077; strictpost store new-key > store.key",
            "(strictpost store new-key; cat store.key) > new.key && mv new.key store.key && strictpost store rekey");
        verb.SetAction(_ =>
        {
            terminal.Out.WriteLine(StoreSecrets.NewKey());
            return ExitCode.Fine;
        });
        return verb;
    }
}
