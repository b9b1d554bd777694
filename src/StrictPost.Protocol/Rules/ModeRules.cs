using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules;

/// <summary>What the mode says about the policy as a whole.</summary>
internal static class ModeRules
{
    /// <summary>Mode none is for leaving MTA-STS (RFC 8461 §8.3), and often set without meaning to.</summary>
    public static IEnumerable<Finding> None(PolicyReading reading, DomainName? domain)
    {
        if (reading.Parsed.Value?.Mode == PolicyMode.None)
            yield return PracticeFindings.ModeNone.At(reading.First("mode")!.Place);
    }
}
