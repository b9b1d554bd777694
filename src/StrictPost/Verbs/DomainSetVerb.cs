using System.Collections.Immutable;
using System.CommandLine;
using StrictPost.Changing;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain set</c>: changes what a domain's policy says. Setting the same again changes nothing.</summary>
internal static class DomainSetVerb
{
    private static readonly Option<string[]> AddMx = Patterns("--add-mx", "Add these mail hosts.");
    private static readonly Option<string[]> RemoveMx = Patterns("--remove-mx", "Remove these mail hosts.");
    private static readonly Option<bool> NoRua = new("--no-rua") { Description = "Forget the domain's own addresses for TLS reports." };

    public static Command Create(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var policy = new PolicyOptions();
        var verb = new Verb(
            "set",
            "Change what a domain's policy says. A running `strictpost serve` serves it within a second. A domain that leaves stays.",
            "strictpost domain set example.org --mode enforce",
            "strictpost domain set example.org --add-mx mx3.example.org --remove-mx mx1.example.org",
            "strictpost domain set example.org --max-age 30d")
        {
            DomainVerbs.DomainArgument, AddMx, RemoveMx, NoRua,
        };
        policy.AddTo(verb);
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, policy, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, DomainVerbs common, PolicyOptions options, CancellationToken cancellation)
    {
        var domain = PolicyOptions.Domain(parsed.GetRequiredValue(DomainVerbs.DomainArgument));
        var edit = Edit(parsed, options);
        await using var database = await common.OpenExistingAsync(parsed, cancellation)
            ?? throw await common.UnknownAsync(parsed, null, domain, cancellation);
        var store = new DomainStore(database);
        await using var transaction = await store.BeginAsync(cancellation);
        var before = await transaction.FindAsync(domain, cancellation)
            ?? throw await common.UnknownAsync(parsed, store, domain, cancellation);

        var settings = edit(before.Settings);
        if (settings.Policy != before.Settings.Policy)
            await RunningChange.RefuseAsync(database, transaction, domain, cancellation);
        var warnings = PolicyOptions.Judged(domain, settings.Policy);
        var (outcome, after) = await transaction.SaveAsync(settings, cancellation);
        await transaction.CommitAsync(cancellation);
        if (common.WantsJson(parsed))
            JsonPage.Print(common.Terminal, json => DomainText.WriteJson(json, after, outcome == SaveOutcome.Changed ? "changed" : "unchanged"));
        else
            Print(common.Terminal, before, after);
        DomainText.WriteWarnings(common.Terminal, outcome == SaveOutcome.Changed ? warnings : []);
        return ExitCode.Fine;
    }

    /// <summary>What the options do to settings: first the values that replace, then what is added, then what is removed.</summary>
    private static Func<DomainSettings, DomainSettings> Edit(ParseResult parsed, PolicyOptions options)
    {
        var (mode, maxAge, mx, rua) = (options.Mode(parsed), options.MaxAge(parsed), options.Mx(parsed), options.Rua(parsed));
        var (added, removed) = (PolicyOptions.Patterns(parsed.GetValue(AddMx)), PolicyOptions.Patterns(parsed.GetValue(RemoveMx)));
        bool noRua = parsed.GetValue(NoRua);
        if (noRua && rua is not null)
            throw new Refusal("`--rua` and `--no-rua` contradict each other.", "Give one of them.");
        if (mode is null && maxAge is null && mx is null && rua is null && added is null && removed is null && !noRua)
            throw new Refusal("Nothing is asked for.", "Say what to set: --mode, --mx, --add-mx, --remove-mx, --max-age, --rua or --no-rua.");
        return before => before with
        {
            Policy = before.Policy with
            {
                Mode = mode ?? before.Policy.Mode,
                MaxAge = maxAge ?? before.Policy.MaxAge,
                Mx = Without(removed ?? [], DomainInput.WithoutDoubles([.. mx ?? before.Policy.Mx, .. added ?? []])),
            },
            Rua = noRua ? [] : rua ?? before.Rua,
        };
    }

    private static ImmutableArray<MxPattern> Without(ImmutableArray<MxPattern> removed, ImmutableArray<MxPattern> patterns)
    {
        if (removed.FirstOrDefault(pattern => !patterns.Contains(pattern)) is { } missing)
            throw new Refusal($"The policy has no mx {missing}.", $"It has {string.Join(' ', patterns)}.", ExitCode.Findings);
        return [.. patterns.Where(pattern => !removed.Contains(pattern))];
    }

    private static void Print(Terminal terminal, EnrolledDomain before, EnrolledDomain after)
    {
        string name = DomainText.Name(after.Settings.Domain);
        if (before.LeavingSince is not null)
        {
            terminal.Out.WriteLine($"{name} was about to leave, and stays, in mode {after.Settings.Policy.Mode.ToText()}.");
            if (before.Settings.Policy.MaxAge == after.Settings.Policy.MaxAge)
                terminal.Out.WriteLine($"  Its max_age stays at {after.Settings.Policy.MaxAge} seconds, as it was to leave with; `--max-age 1w` makes it longer again.");
        }

        if (before.Settings == after.Settings)
        {
            if (before.LeavingSince is null)
                terminal.Out.WriteLine($"{name} is set so already; nothing changed.");
            return;
        }

        terminal.Out.WriteLine($"{name}: {string.Join(", ", Changes(before.Settings, after.Settings))}.");
        if (before.PolicyId == after.PolicyId)
            return;
        terminal.Out.WriteLine($"  The policy's new id is {after.PolicyId}.");
        // RFC 8461 §8.3: the body is served before the record's new id tells senders to fetch it.
        terminal.Out.WriteLine("  First the policy is served: a running `strictpost serve` does so within a second.");
        terminal.Out.WriteLine($"  Then publish the new id: strictpost records {after.Settings.Domain}");
    }

    private static IEnumerable<string> Changes(DomainSettings before, DomainSettings after)
    {
        if (before.Policy.Mode != after.Policy.Mode)
            yield return $"mode {before.Policy.Mode.ToText()} -> {after.Policy.Mode.ToText()}";
        if (before.Policy.MaxAge != after.Policy.MaxAge)
            yield return $"max_age {before.Policy.MaxAge} -> {after.Policy.MaxAge}";
        if (!before.Policy.Mx.SequenceEqual(after.Policy.Mx))
            yield return $"mx {string.Join(' ', before.Policy.Mx)} -> {string.Join(' ', after.Policy.Mx)}";
        if (!before.Rua.SequenceEqual(after.Rua))
            yield return after.Rua.IsEmpty ? "reports go where the configuration says" : $"reports to {string.Join(' ', after.Rua)}";
    }

    private static Option<string[]> Patterns(string name, string description) =>
        new(name) { Description = description, HelpName = "PATTERN", AllowMultipleArgumentsPerToken = true };
}
