using System.CommandLine;
using StrictPost.CommandLine;

namespace StrictPost.Verbs;

/// <summary><c>strictpost alerts</c>: the ways by which people are told.</summary>
internal static class AlertsVerb
{
    public static Command Create(Terminal terminal) => new Verb(
        "alerts",
        "The ways by which `serve` tells what goes wrong: mail, webhook, chat. They are set up in `[alerts]` of the configuration.",
        "strictpost alerts test",
        "strictpost alerts test email")
    {
        AlertsTestVerb.Create(terminal),
    };
}
