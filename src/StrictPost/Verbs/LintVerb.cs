using System.CommandLine;
using StrictPost.CommandLine;

namespace StrictPost.Verbs;

/// <summary><c>strictpost lint</c>: judges policy files and records.</summary>
internal static class LintVerb
{
    public static Command Create(Terminal terminal)
    {
        var verb = new Verb("lint", "Judge policy files (- is standard input) and records.", "strictpost lint .well-known/mta-sts.txt");
        verb.SetAction(_ => ExitCode.Fine);
        return verb;
    }
}
