using System.CommandLine;
using StrictPost.CommandLine;

namespace StrictPost.Verbs;

/// <summary><c>strictpost change</c>: changes of policy in the order that loses no mail.</summary>
internal static class ChangeVerb
{
    public static Command Create(Terminal terminal) => new Verb(
        "change",
        "Change a policy, its mode or the mail hosts, in the order that loses no mail.",
        "strictpost change plan example.org --promote",
        "strictpost change apply example.org --promote",
        "strictpost change status example.org")
    {
        ChangePlanVerb.Create(terminal),
        ChangeApplyVerb.Create(terminal),
        ChangeStatusVerb.Create(terminal),
        ChangeCancelVerb.Create(terminal),
        ChangeHistoryVerb.Create(terminal),
    };
}
