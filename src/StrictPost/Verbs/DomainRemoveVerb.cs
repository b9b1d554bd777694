using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain remove</c>: ends a domain's enrolment.</summary>
internal static class DomainRemoveVerb
{
    public static Command Create(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var verb = new Verb("remove", "End a domain's enrolment: its policy is no longer served.", "strictpost domain remove example.org")
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
        await using var transaction = await store.BeginAsync(cancellation);
        var enrolled = await transaction.FindAsync(domain, cancellation)
            ?? throw await common.UnknownAsync(parsed, store, domain, cancellation);
        await transaction.RemoveAsync(domain, cancellation);
        await transaction.CommitAsync(cancellation);
        if (common.WantsJson(parsed))
            DomainText.PrintJson(common.Terminal, json => DomainText.WriteJson(json, enrolled, "removed"));
        else
            common.Terminal.Out.WriteLine($"{DomainText.Name(domain)} is no longer enrolled.");
        Warn(common.Terminal, enrolled.Settings);
        return ExitCode.Fine;
    }

    /// <summary>RFC 8461 §8.3: a domain leaves MTA-STS through mode none, since senders keep the last policy.</summary>
    private static void Warn(Terminal terminal, DomainSettings settings)
    {
        if (settings.Policy.Mode != PolicyMode.None)
            terminal.Error.WriteLine(
                $"Warning: senders may still hold its policy (mode {settings.Policy.Mode.ToText()}), or an earlier one, each for up to its max_age after the last fetch. "
                + "To leave MTA-STS, set mode none with a short max_age, publish the new id, wait that long, and only then remove it.");
    }
}
