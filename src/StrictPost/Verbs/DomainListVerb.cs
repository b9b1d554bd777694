using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Ledger;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain list</c>: what is enrolled.</summary>
internal static class DomainListVerb
{
    public static Command Create(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var verb = new Verb("list", "Show all enrolled domains, and of those that leave, until when they are served.", "strictpost domain list", "strictpost domain list --format json");
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, DomainVerbs common, CancellationToken cancellation)
    {
        await using var database = await common.OpenExistingAsync(parsed, cancellation);
        var (domains, departures) = database is null ? ([], _ => null) : await ReadAsync(database, cancellation);
        if (common.WantsJson(parsed))
        {
            JsonPage.Print(common.Terminal, json =>
            {
                json.WriteStartArray();
                foreach (var domain in domains)
                    DomainText.WriteJson(json, domain, departure: departures(domain));
                json.WriteEndArray();
            });
        }
        else if (domains.Count == 0)
            common.Terminal.Out.WriteLine($"Nothing is enrolled in {Terminal.Safe(common.Place(parsed).ToString())}; start with `strictpost domain add`.");
        else
            DomainText.WriteTable(common.Terminal, domains, departures);
        return ExitCode.Fine;
    }

    /// <summary>Ends what is due to end first, since there may be no `serve` that does.</summary>
    private static async Task<(IReadOnlyList<EnrolledDomain> Domains, Func<EnrolledDomain, Departure?> Departures)> ReadAsync(
        Database database, CancellationToken cancellation)
    {
        await new Departures(database).EndAsync(cancellation);
        var domains = await new DomainStore(database).ListAsync(cancellation);
        var now = TimeProvider.System.GetUtcNow();
        if (domains.All(domain => domain.LeavingSince is null))
            return (domains, _ => null);
        var bodies = await new LedgerStore(database).ReadLeavingAsync(cancellation);
        return (domains, domain => DepartureText.Of(domain, [.. bodies[domain.Settings.Domain.Ascii]], now));
    }
}
