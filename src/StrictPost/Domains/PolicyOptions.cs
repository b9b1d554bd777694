using System.Collections.Immutable;
using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Domains;

/// <summary>The options that say what a policy is to hold. Each getter refuses text that makes no sense, and is null where nothing was given.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<string[]> _mx = new("--mx")
    {
        Description = "Mail hosts, as the MX records name them; `*.example.net` stands for one label.",
        HelpName = "PATTERN",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _mode = new("--mode")
    {
        Description = "testing (deliver and report), enforce (refuse insecure delivery) or none.",
        HelpName = "MODE",
    };

    private readonly Option<string?> _maxAge = new("--max-age")
    {
        Description = "How long senders keep the policy: seconds, or such as 12h, 30d, 1w.",
        HelpName = "SECONDS",
    };

    private readonly Option<string[]> _rua = new("--rua")
    {
        Description = "Where TLS reports go: mailto: or https: addresses.",
        HelpName = "URI",
        AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[_mx, _mode, _maxAge, _rua])
            verb.Options.Add(option);
    }

    /// <summary>The same, without where reports go: that is no part of a policy.</summary>
    public void AddPolicyTo(Command verb)
    {
        foreach (var option in (Option[])[_mode, _mx, _maxAge])
            verb.Options.Add(option);
    }

    /// <summary>True when some part of the policy was given.</summary>
    public bool IsGiven(ParseResult parsed) =>
        parsed.GetValue(_mx) is { Length: > 0 } || parsed.GetValue(_mode) is not null || parsed.GetValue(_maxAge) is not null;

    /// <summary>The patterns, without doubles; null when none was given.</summary>
    public ImmutableArray<MxPattern>? Mx(ParseResult parsed) => Patterns(parsed.GetValue(_mx));

    public PolicyMode? Mode(ParseResult parsed)
    {
        if (parsed.GetValue(_mode) is not { } text)
            return null;
        return DomainInput.Mode(text, out var mode) is null
            ? mode
            : throw new Refusal($"There is no mode `{text}`.", $"The modes are {string.Join(", ", PolicyModes.All)}.");
    }

    public int? MaxAge(ParseResult parsed)
    {
        if (parsed.GetValue(_maxAge) is not { } text)
            return null;
        return DomainInput.MaxAge(text, out int seconds) is { } fault ? throw Refusal.Of(fault) : seconds;
    }

    public ImmutableArray<ReportUri>? Rua(ParseResult parsed) => parsed.GetValue(_rua) is { Length: > 0 } texts
        ? [.. texts.Select(text => Refusal.ValueOf(ReportUri.Parse(text))).Distinct()]
        : null;

    /// <summary>Patterns as typed, without doubles; null when there are none.</summary>
    public static ImmutableArray<MxPattern>? Patterns(string[]? texts) => texts is { Length: > 0 }
        ? DomainInput.WithoutDoubles(texts.Select(text => Refusal.ValueOf(DomainInput.Mx(text))))
        : null;

    /// <summary>A mail domain as typed.</summary>
    public static DomainName Domain(string text) => Refusal.ValueOf(DomainInput.Domain(text));

    /// <summary>Refuses a policy that senders could not use, and returns what they would find strange.</summary>
    public static IEnumerable<Finding> Judged(DomainName domain, StsPolicy policy)
    {
        if (policy.Mx.IsEmpty && policy.Mode != PolicyMode.None)
            throw new Refusal($"With mode {policy.Mode.ToText()} the policy must name the mail hosts.", "Give them with `--mx`, as the MX records name them.");
        var findings = DomainInput.Judge(policy, domain);
        return DomainInput.FirstError(findings) is { } error
            ? throw Refusal.Of(error)
            : findings.Where(finding => finding.Severity == Severity.Warning);
    }
}
