using System.Text;
using System.Text.RegularExpressions;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What holds for every policy body.</summary>
public static partial class PolicyInvariants
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Checks a body, whatever its bytes.</summary>
    public static void Check(byte[] body)
    {
        var parsed = StsPolicy.Parse(body);
        bool marked = body.AsSpan().StartsWith("\uFEFF"u8);
        ParsedInvariants.CheckLines(parsed, Utf8.GetString(body.AsSpan(marked ? 3 : 0)));
        if (parsed.Value is { } policy)
            CheckUsable(policy);
    }

    /// <summary>Checks a policy that a sender would use.</summary>
    public static void CheckUsable(StsPolicy policy)
    {
        Unless(policy.MaxAge is >= 0 and <= StsPolicy.LongestMaxAge, "max_age is between 0 and a year");
        Unless(policy.Mode == PolicyMode.None || !policy.Mx.IsEmpty, "a mode that checks hosts names some");
        Unless(policy.Mx.All(pattern => Harmless().IsMatch(pattern.Text)), "a pattern holds nothing that Postfix reads as more than a name");

        var again = StsPolicy.Parse(policy.ToBody());
        if (again.Findings.Any(finding => finding.Code == "policy-too-large"))
            return; // the canonical form of a body just under the cap may pass it
        Unless(policy.Equals(again.Value), "the canonical body reads as the same policy");
        var errors = again.Findings.Where(finding => finding.Severity == Severity.Error && finding.Code != "policy-mx-ip-address");
        Unless(!errors.Any(), "the canonical body has no errors but what the patterns themselves bring");
        Unless(again.Value!.ToBody() == policy.ToBody(), "the canonical body is a fixed point");
    }

    [GeneratedRegex(@"^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Harmless();
}
