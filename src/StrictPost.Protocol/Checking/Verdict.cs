namespace StrictPost.Protocol.Checking;

/// <summary>What MTA-STS does for a domain's mail today.</summary>
public enum Verdict
{
    /// <summary>A sender that honours MTA-STS delivers to proven hosts only, and all mail hosts are such.</summary>
    Protected,

    /// <summary>The policy is found and in mode testing: nothing is enforced yet.</summary>
    TestingOnly,

    /// <summary>No policy applies: senders deliver to whoever answers.</summary>
    NotProtected,

    /// <summary>Some senders refuse to deliver to at least one mail host.</summary>
    MailAtRisk,

    /// <summary>What it depends on could not be seen from here.</summary>
    Undetermined,
}

/// <summary>Verdicts as they are printed.</summary>
public static class Verdicts
{
    /// <summary>The stable word for scripts, such as <c>mail-at-risk</c>.</summary>
    public static string ToText(this Verdict verdict) => verdict switch
    {
        Verdict.Protected => "protected",
        Verdict.TestingOnly => "testing-only",
        Verdict.NotProtected => "not-protected",
        Verdict.MailAtRisk => "mail-at-risk",
        _ => "undetermined",
    };
}
