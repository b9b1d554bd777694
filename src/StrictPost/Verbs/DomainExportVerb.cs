using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Exchange;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain export</c>: all domains as a list that <c>domain import</c> takes.</summary>
internal static class DomainExportVerb
{
    public static Command Create(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var verb = new Verb(
            "export",
            "Write all domains as a list that `domain import` takes: JSON, or CSV with `--format text`.",
            "strictpost domain export > domains.json",
            "strictpost domain export --format text > domains.csv");
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, DomainVerbs common, CancellationToken cancellation)
    {
        await using var database = await common.OpenExistingAsync(parsed, cancellation);
        IReadOnlyList<EnrolledDomain> domains = database is null ? [] : await new DomainStore(database).ListAsync(cancellation);
        if (common.WantsText(parsed))
        {
            await common.Terminal.Out.WriteAsync(CsvDomainList.Write(domains.Select(domain => domain.Settings)));
            return ExitCode.Fine;
        }

        JsonPage.Print(common.Terminal, json =>
        {
            json.WriteStartArray();
            foreach (var domain in domains)
            {
                json.WriteStartObject();
                JsonDomainList.WriteFields(json, domain.Settings);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCode.Fine;
    }
}
