using System.Collections.Immutable;
using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain add</c>: enrols a domain. Adding it again does no harm.</summary>
internal static class DomainAddVerb
{
    public static Command Create(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var policy = new PolicyOptions();
        var verb = new Verb(
            "add",
            "Enrol a domain: its policy is served from now on. Mode testing and a max_age of one week unless told otherwise. One that leaves stays.",
            "strictpost domain add example.org --mx mx1.example.org mx2.example.org",
            "strictpost domain add example.org --mx '*.mail.example.net' --rua mailto:tls-reports@example.org")
        {
            DomainVerbs.DomainArgument,
        };
        policy.AddTo(verb);
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, policy, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, DomainVerbs common, PolicyOptions options, CancellationToken cancellation)
    {
        var domain = PolicyOptions.Domain(parsed.GetRequiredValue(DomainVerbs.DomainArgument));
        var asked = new Asked(options, parsed);
        var settings = asked.ForNew(domain);
        var warnings = PolicyOptions.Judged(domain, settings.Policy);

        await using var database = await common.OpenAsync(parsed, cancellation);
        var store = new DomainStore(database);
        await using var transaction = await store.BeginAsync(cancellation);
        var enrolled = await transaction.FindAsync(domain, cancellation);
        if (enrolled is { LeavingSince: null })
        {
            if (asked.Difference(enrolled.Settings) is { } difference)
                throw new Refusal(
                    $"{DomainText.Name(domain)} is enrolled already, with {difference}.", $"Change it with `strictpost domain set {domain}`.", ExitCode.Findings);
            Print(parsed, common, enrolled, "unchanged");
            return ExitCode.Fine;
        }

        var (_, added) = await transaction.SaveAsync(settings, cancellation);
        await transaction.CommitAsync(cancellation);
        Print(parsed, common, added, enrolled is null ? "added" : "stays");
        DomainText.WriteWarnings(common.Terminal, warnings);
        return ExitCode.Fine;
    }

    private static void Print(ParseResult parsed, DomainVerbs common, EnrolledDomain domain, string outcome)
    {
        var terminal = common.Terminal;
        if (common.WantsJson(parsed))
        {
            JsonPage.Print(terminal, json => DomainText.WriteJson(json, domain, outcome));
            return;
        }

        string name = DomainText.Name(domain.Settings.Domain);
        if (outcome == "unchanged")
        {
            terminal.Out.WriteLine($"{name} is already enrolled so; nothing changed.");
            return;
        }

        if (outcome == "stays")
            terminal.Out.WriteLine($"{name} was about to leave, and stays.");
        terminal.Out.WriteLine($"{name} is enrolled, in mode {domain.Settings.Policy.Mode.ToText()}, with id {domain.PolicyId}.");
        terminal.Out.WriteLine($"  `strictpost serve` serves {DomainText.Address(domain.Settings)}");
        terminal.Out.WriteLine($"  What to publish in DNS: strictpost records {domain.Settings.Domain}");
    }

    /// <summary>What the command line asks for; null where it says nothing.</summary>
    private sealed class Asked(PolicyOptions options, ParseResult parsed)
    {
        private readonly ImmutableArray<MxPattern>? _mx = options.Mx(parsed);
        private readonly PolicyMode? _mode = options.Mode(parsed);
        private readonly int? _maxAge = options.MaxAge(parsed);
        private readonly ImmutableArray<ReportUri>? _rua = options.Rua(parsed);

        public DomainSettings ForNew(DomainName domain) => new(domain, new StsPolicy
        {
            Mode = _mode ?? DomainSettings.UsualMode,
            MaxAge = _maxAge ?? DomainSettings.UsualMaxAge,
            Mx = _mx ?? [],
        })
        {
            Rua = _rua ?? [],
        };

        /// <summary>How the settings differ from what is asked for, in words; null when they do not. Order does not count.</summary>
        public string? Difference(DomainSettings settings)
        {
            var policy = settings.Policy;
            if (_mode is { } mode && mode != policy.Mode)
                return $"mode {policy.Mode.ToText()}";
            if (_maxAge is { } maxAge && maxAge != policy.MaxAge)
                return $"max_age {policy.MaxAge}";
            if (_mx is { } mx && !mx.ToHashSet().SetEquals(policy.Mx))
                return $"mx {string.Join(' ', policy.Mx)}";
            return _rua is { } rua && !rua.ToHashSet().SetEquals(settings.Rua) ? $"reports to {string.Join(' ', settings.Rua)}" : null;
        }
    }
}
