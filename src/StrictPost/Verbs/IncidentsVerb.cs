using System.CommandLine;
using StrictPost.CommandLine;

namespace StrictPost.Verbs;

/// <summary><c>strictpost incidents</c>: what monitors and reports found.</summary>
internal static class IncidentsVerb
{
    public static Command Create(Terminal terminal) => new Verb(
        "incidents",
        "What went wrong with the enrolled domains, as `serve` saw it by itself or learned it from TLS reports.",
        "strictpost incidents list --open",
        "strictpost incidents show 17")
    {
        IncidentsListVerb.Create(terminal),
        IncidentsShowVerb.Create(terminal),
    };
}
