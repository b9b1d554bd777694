namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>What kind of policy a sender applied (RFC 8460 §4.4, policy-type).</summary>
public enum PolicyType
{
    /// <summary>A word that RFC 8460 does not define.</summary>
    Unknown,

    /// <summary>MTA-STS.</summary>
    Sts,

    /// <summary>DANE.</summary>
    Tlsa,

    /// <summary>Neither.</summary>
    NoPolicyFound,
}

/// <summary>Policy types as reports write them.</summary>
public static class PolicyTypes
{
    /// <summary>Reads one; case does not count.</summary>
    public static PolicyType Read(string text) => text.ToLowerInvariant() switch
    {
        "sts" => PolicyType.Sts,
        "tlsa" => PolicyType.Tlsa,
        "no-policy-found" => PolicyType.NoPolicyFound,
        _ => PolicyType.Unknown,
    };

    /// <summary>The word of RFC 8460 §4.4; <c>unknown</c> for any other.</summary>
    public static string ToText(this PolicyType type) => type switch
    {
        PolicyType.Sts => "sts",
        PolicyType.Tlsa => "tlsa",
        PolicyType.NoPolicyFound => "no-policy-found",
        _ => "unknown",
    };
}
