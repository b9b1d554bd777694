namespace StrictPost.Protocol.MtaSts;

/// <summary>What a sender does when no MX passes (RFC 8461 §5).</summary>
public enum PolicyMode
{
    /// <summary>Act as if there were no policy; used to leave MTA-STS (RFC 8461 §8.3).</summary>
    None,

    /// <summary>Deliver all the same, and report the failure.</summary>
    Testing,

    /// <summary>Do not deliver to an MX that fails.</summary>
    Enforce,
}

/// <summary>Modes as the policy spells them.</summary>
public static class PolicyModes
{
    /// <summary>All spellings, for messages and completion.</summary>
    public static IReadOnlyList<string> All { get; } = ["enforce", "testing", "none"];

    /// <summary>sts-policy-mode-value, case-sensitive.</summary>
    public static string ToText(this PolicyMode mode) => mode switch
    {
        PolicyMode.Enforce => "enforce",
        PolicyMode.Testing => "testing",
        _ => "none",
    };

    /// <summary>The mode, or null for any other text; <c>Enforce</c> is another text.</summary>
    public static PolicyMode? Parse(string text) => text switch
    {
        "enforce" => PolicyMode.Enforce,
        "testing" => PolicyMode.Testing,
        "none" => PolicyMode.None,
        _ => null,
    };
}
