using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Publishing;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain show</c>: one domain's settings and id, and who may hold which policy.</summary>
internal static class DomainShowVerb
{
    public static Command Create(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var verb = new Verb("show", "Show one domain's settings, the id to publish, and until when senders may hold which policy.", "strictpost domain show example.org")
        {
            DomainVerbs.DomainArgument,
        };
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, DomainVerbs common, CancellationToken cancellation)
    {
        var domain = PolicyOptions.Domain(parsed.GetRequiredValue(DomainVerbs.DomainArgument));
        await using var database = await common.OpenExistingAsync(parsed, cancellation)
            ?? throw await common.UnknownAsync(parsed, null, domain, cancellation);
        var store = new DomainStore(database);
        var enrolled = await store.FindAsync(domain, cancellation)
            ?? throw await common.UnknownAsync(parsed, store, domain, cancellation);
        string host = enrolled.Settings.PolicyHost.Ascii;
        var certificate = await CertificateStatus.ReadAsync(database, host, cancellation);
        var ledger = await new LedgerStore(database).ReadAsync(domain, cancellation);
        var addresses = await OwnReportAddresses.OfAsync(common.Settings(parsed), database, domain, cancellation);
        var now = TimeProvider.System.GetUtcNow();
        var departure = DepartureText.Of(enrolled, ledger.Bodies, now);
        if (common.WantsJson(parsed))
        {
            JsonPage.Print(common.Terminal, json => DomainText.WriteJson(json, enrolled, addresses, departure, certificate, ledger, now));
        }
        else
        {
            DomainText.WriteOne(common.Terminal, enrolled, addresses, departure);
            IssuanceText.Write(common.Terminal, host, certificate);
            LedgerText.Write(common.Terminal, domain, ledger, now);
        }

        return ExitCode.Fine;
    }
}
