using System.CommandLine;
using StrictPost.CommandLine;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain</c>: the domains that this installation hosts.</summary>
internal static class DomainVerb
{
    public static Command Create(Terminal terminal) => new Verb(
        "domain",
        "Enrol domains, and set what their policies say.",
        "strictpost domain add example.org --mx mx1.example.org --mode testing",
        "strictpost domain set example.org --mode enforce",
        "strictpost domain list")
    {
        DomainAddVerb.Create(terminal),
        DomainSetVerb.Create(terminal),
        DomainListVerb.Create(terminal),
        DomainShowVerb.Create(terminal),
        DomainLedgerVerb.Create(terminal),
        DomainRemoveVerb.Create(terminal),
        DomainImportVerb.Create(terminal),
        DomainExportVerb.Create(terminal),
    };
}
