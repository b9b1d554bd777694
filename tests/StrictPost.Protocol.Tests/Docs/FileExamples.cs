using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Rules;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>Policies that the grammar allows and practice does not, folders of web sites, and names that are given to a verb.</summary>
internal static class FileExamples
{
    /// <summary>What differs from a good policy: mode, max_age, patterns.</summary>
    private static readonly Dictionary<FindingKind, (string Mode, int MaxAge, string Mx)> Policies = new()
    {
        [PracticeFindings.MaxAgeShort] = ("enforce", 86400, "mx1.example.org"),
        [PracticeFindings.MaxAgeDigitSlip] = ("enforce", 704800, "mx1.example.org"),
        [PracticeFindings.ModeNone] = ("none", 604800, ""),
        [PracticeFindings.MxDuplicate] = ("testing", 604800, "mx1.example.org mx1.example.org"),
        [PracticeFindings.MxIsPolicyHost] = ("testing", 604800, "mta-sts.example.org"),
        [PracticeFindings.MxTooWide] = ("testing", 604800, "*.org"),
        [PracticeFindings.MxPlaceholder] = ("testing", 604800, "mx.yourdomain.com"),
        [PracticeFindings.WildcardMissesProvider] = ("testing", 604800, "*.google.com"),
        [PracticeFindings.ProviderPrimaryMissing] = ("testing", 604800, "alt1.aspmx.l.google.com"),
        [PracticeFindings.WildcardCoversEveryCustomer] = ("testing", 604800, "*.mail.protection.outlook.com"),
    };

    private static readonly Dictionary<FindingKind, string[]> Sites = new()
    {
        [SiteFindings.PolicyMissing] = ["index.html"],
        [SiteFindings.Misplaced] = ["index.html", "well-known/mta-sts.txt"],
        [SiteFindings.Elsewhere] = [".well-known/mta-sts.txt", "mta-sts.txt"],
        [SiteFindings.Jekyll] = ["_config.yml", ".well-known/mta-sts.txt"],
    };

    /// <summary>What a verb asks of a name beyond its syntax.</summary>
    private static readonly Dictionary<FindingKind, string> Names = new()
    {
        [DomainFindings.SingleLabel] = "localhost",
        [DomainFindings.PolicyHost] = "mta-sts.example.org",
        [DomainFindings.AliasOfItself] = "example.org",
    };

    public static FindingExample? Of(FindingKind kind)
    {
        if (Policies.TryGetValue(kind, out var policy))
            return OfPolicy(kind, policy.Mode, policy.MaxAge, policy.Mx);
        if (Sites.TryGetValue(kind, out string[]? files))
            return new FindingExample(string.Join('\n', files), SiteLayout.JudgeSite(files).First(found => found.Kind == kind));
        return Names.TryGetValue(kind, out string? name) ? new FindingExample(name, kind.Found(name)) : null;
    }

    private static FindingExample OfPolicy(FindingKind kind, string mode, int maxAge, string mx)
    {
        var patterns = mx.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pattern => $"mx: {pattern}");
        string text = string.Join('\n', ["version: STSv1", $"mode: {mode}", .. patterns, $"max_age: {maxAge}"]);
        var judged = PolicyLint.Judge(Encoding.UTF8.GetBytes(text + "\n"), DomainName.Parse("example.org").Value);
        return new FindingExample(text, judged.Findings.First(found => found.Kind == kind));
    }
}
