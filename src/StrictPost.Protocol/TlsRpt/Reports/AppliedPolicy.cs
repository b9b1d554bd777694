using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>The policy that a reporter says it applied. Two are the same version when a sender would do the same by both.</summary>
/// <param name="Policy">The MTA-STS policy; null for other types, and where the report's lines are none.</param>
/// <param name="Version">Tells versions apart: see <see cref="VersionOf(StsPolicy)"/>; empty where the report gives no lines.</param>
public sealed record AppliedPolicy(StsPolicy? Policy, string Version)
{
    /// <summary>Hexadecimal digits of a version.</summary>
    public const int VersionLength = 16;

    /// <summary>Reads policy-string.</summary>
    public static AppliedPolicy Of(PolicyType type, ImmutableArray<string> lines)
    {
        if (lines.IsEmpty)
            return new AppliedPolicy(null, "");
        string text = string.Join('\n', lines);
        var policy = type == PolicyType.Sts ? StsPolicy.Parse(text + "\n").Value : null;
        return new AppliedPolicy(policy, policy is null ? Digest(text) : VersionOf(policy));
    }

    /// <summary>
    /// The version of a policy: the beginning of the SHA-256 of its canonical body with the patterns sorted, since reporters write the
    /// fields in orders of their own.
    /// </summary>
    public static string VersionOf(StsPolicy policy) =>
        Digest((policy with { Mx = [.. policy.Mx.DistinctBy(pattern => pattern.Text, StringComparer.Ordinal).OrderBy(pattern => pattern.Text, StringComparer.Ordinal)], Extensions = [] }).ToBody());

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..VersionLength];
}
