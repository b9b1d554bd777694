using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules;

/// <summary>Patterns that the grammar allows and that are hardly meant.</summary>
internal static class MxRules
{
    public static IEnumerable<Finding> Duplicate(PolicyReading reading, DomainName? domain)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return from mx in reading.Patterns()
               where !seen.Add(mx.Pattern.Text)
               select PracticeFindings.MxDuplicate.At(mx.Field.Place, mx.Pattern.Text);
    }

    /// <summary>597 of the domains that were measured in 2024 name the policy host as their mail host.</summary>
    public static IEnumerable<Finding> PolicyHost(PolicyReading reading, DomainName? domain) =>
        from mx in reading.Patterns()
        where mx.Pattern.Name.Ascii.StartsWith(StsPolicy.HostLabel + ".", StringComparison.Ordinal)
        select PracticeFindings.MxIsPolicyHost.At(mx.Field.Place, mx.Pattern.Text);

    public static IEnumerable<Finding> TooWide(PolicyReading reading, DomainName? domain) =>
        from mx in reading.Patterns()
        where mx.Pattern.IsWildcard && mx.Pattern.Name.Labels.Count == 1
        select PracticeFindings.MxTooWide.At(mx.Field.Place, mx.Pattern.Text);
}
