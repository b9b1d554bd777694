using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Rules;

namespace StrictPost.Linting;

/// <summary>One thing that was judged.</summary>
/// <param name="Name">As its user called it.</param>
/// <param name="Findings">All of them.</param>
/// <param name="Policy">The policy, where the subject is a usable one.</param>
/// <param name="Repairs">What <c>--fix</c> did; null when it was not asked for.</param>
internal sealed record Subject(
    string Name, IReadOnlyList<Finding> Findings, StsPolicy? Policy = null, IReadOnlyList<Repair>? Repairs = null)
{
    public bool IsValid => Findings.All(finding => finding.Severity != Severity.Error);
}
