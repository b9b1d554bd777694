using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain show</c>: one domain's settings and id.</summary>
internal static class DomainShowVerb
{
    public static Command Create(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var verb = new Verb("show", "Show one domain's settings, and the id to publish.", "strictpost domain show example.org")
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
        if (common.WantsJson(parsed))
        {
            DomainText.PrintJson(common.Terminal, json => DomainText.WriteJson(json, enrolled, certificate: certificate));
        }
        else
        {
            DomainText.WriteOne(common.Terminal, enrolled);
            IssuanceText.Write(common.Terminal, host, certificate);
        }

        return ExitCode.Fine;
    }
}
