using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain list</c>: what is enrolled.</summary>
internal static class DomainListVerb
{
    public static Command Create(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var verb = new Verb("list", "Show all enrolled domains.", "strictpost domain list", "strictpost domain list --format json");
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, DomainVerbs common, CancellationToken cancellation)
    {
        await using var database = await common.OpenExistingAsync(parsed, cancellation);
        IReadOnlyList<EnrolledDomain> domains = database is null ? [] : await new DomainStore(database).ListAsync(cancellation);
        if (common.WantsJson(parsed))
        {
            DomainText.PrintJson(common.Terminal, json =>
            {
                json.WriteStartArray();
                foreach (var domain in domains)
                    DomainText.WriteJson(json, domain);
                json.WriteEndArray();
            });
        }
        else if (domains.Count == 0)
            common.Terminal.Out.WriteLine($"Nothing is enrolled in {Terminal.Safe(common.Place(parsed).ToString())}; start with `strictpost domain add`.");
        else
            DomainText.WriteTable(common.Terminal, domains);
        return ExitCode.Fine;
    }
}
