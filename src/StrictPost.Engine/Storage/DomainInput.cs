using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Rules;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage;

/// <summary>
/// Reads what people type about a domain. Stricter than a sender: a value passes only when nothing about it is an error.
/// Kinder, too: international names and lengths of time such as <c>1w</c> are converted.
/// </summary>
public static class DomainInput
{
    private const string Wildcard = "*.";
    private const string SingleLabel = "domain-single-label";
    private const string TooLong = "domain-too-long";

    /// <summary>A mail domain, with a label above it and room for the policy host's label in front.</summary>
    public static Parsed<DomainName> Domain(string text)
    {
        var parsed = DomainName.Parse(text.Trim());
        if (parsed.Value is not { } domain)
            return parsed;
        if (domain.Labels.Count == 1)
            return Refused<DomainName>(Kind(SingleLabel).Found(domain.Ascii));
        if (domain.Labels.Count > 2 && domain.Labels[0] == StsPolicy.HostLabel)
            return Refused<DomainName>(Kind("domain-is-policy-host").Found(domain.Ascii, domain.Ascii[(StsPolicy.HostLabel.Length + 1)..]));
        return domain.Child(StsPolicy.HostLabel) is null
            ? Refused<DomainName>(Kind(TooLong).Found(domain.Ascii, detail: $"with `{StsPolicy.HostLabel}.` in front more than {DomainName.MaxLength}"))
            : parsed;
    }

    /// <summary>One mx pattern; Unicode names become A-labels.</summary>
    public static Parsed<MxPattern> Mx(string text)
    {
        string pattern = text.Trim();
        string prefix = pattern.StartsWith(Wildcard, StringComparison.Ordinal) ? Wildcard : "";
        if (!System.Text.Ascii.IsValid(pattern) && DomainName.TryParse(pattern[prefix.Length..], out var name))
            pattern = prefix + name.Ascii;
        return Strict(MxPattern.Parse(pattern));
    }

    /// <summary>A max_age: seconds, or a number followed by s, m, h, d or w.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="seconds">0 to <see cref="StsPolicy.LongestMaxAge"/>.</param>
    /// <returns>What is wrong, or null.</returns>
    public static Finding? MaxAge(string text, out int seconds)
    {
        string plain = InSeconds(text.Trim());
        var parsed = StsPolicy.Parse($"version: STSv1\r\nmode: none\r\nmax_age: {Printable.Escape(plain)}\r\n");
        seconds = parsed.Value?.MaxAge ?? 0;
        return FirstError(parsed.Findings) is { } error
            ? error with { Place = Place.Whole, Value = text }
            : null;
    }

    /// <summary>A mode, in any case.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static Finding? Mode(string text, out PolicyMode mode)
    {
        var parsed = PolicyModes.Parse(text.Trim().ToLowerInvariant());
        mode = parsed ?? DomainSettings.UsualMode;
        return parsed is null ? Kind("policy-mode-invalid").Found(text, "mode: testing") : null;
    }

    /// <summary>Judges a policy as a whole, as its readers will.</summary>
    /// <returns>All findings; the policy may be served when none is an error.</returns>
    public static IReadOnlyList<Finding> Judge(StsPolicy policy, DomainName? domain = null) =>
        PolicyLint.Judge(Encoding.UTF8.GetBytes(policy.ToBody()), domain).Findings;

    /// <summary>The first error, or null.</summary>
    public static Finding? FirstError(IReadOnlyList<Finding> findings) =>
        findings.FirstOrDefault(finding => finding.Severity == Severity.Error);

    /// <summary>Patterns without those that stand there twice, in their order.</summary>
    public static ImmutableArray<MxPattern> WithoutDoubles(IEnumerable<MxPattern> patterns) => [.. patterns.Distinct()];

    private static string InSeconds(string text)
    {
        int unit = text.Length < 2 ? 0 : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => 0,
        };
        return unit > 0 && uint.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
            ? $"{(long)number * unit}"
            : text;
    }

    private static Parsed<T> Strict<T>(Parsed<T> parsed)
        where T : class =>
        FirstError(parsed.Findings) is { } error ? Refused<T>(error) : parsed;

    private static Parsed<T> Refused<T>(Finding finding)
        where T : class =>
        new(null, [finding]);

    private static FindingKind Kind(string code) => Catalogue.All.Single(kind => kind.Code == code);
}
