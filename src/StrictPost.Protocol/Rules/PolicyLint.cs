using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules;

/// <summary>
/// Judges one policy by itself, without the world: first what the grammar says, then what practice has taught. Rules
/// beyond the grammar warn; they never make a policy invalid.
/// </summary>
public static class PolicyLint
{
    private delegate IEnumerable<Finding> Rule(PolicyReading reading, DomainName? domain);

    private static readonly IReadOnlyList<Rule> Rules =
    [
        MaxAgeRules.Short,
        MaxAgeRules.DigitSlip,
        ModeRules.None,
        MxRules.Duplicate,
        MxRules.PolicyHost,
        MxRules.TooWide,
        PlaceholderRule.Judge,
        ProviderRules.WildcardMisses,
        ProviderRules.PrimaryMissing,
        ProviderRules.CoversEveryCustomer,
    ];

    /// <summary>The policy where a sender could use it, and all findings in the order of the text.</summary>
    /// <param name="body">As it is served; at most <see cref="StsPolicy.MaxBodyBytes"/> are looked at.</param>
    /// <param name="domain">Whose policy it is, where that is known: its own names are then no placeholders.</param>
    public static Parsed<StsPolicy> Judge(ReadOnlySpan<byte> body, DomainName? domain = null)
    {
        var reading = PolicyParser.Read(body);
        var practice = Rules.SelectMany(rule => rule(reading, domain));
        return reading.Parsed with
        {
            Findings = [.. reading.Parsed.Findings.Concat(practice).OrderBy(finding => finding.Place.Line).ThenBy(finding => finding.Place.Column)],
        };
    }
}
