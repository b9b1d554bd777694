using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>What a failed session did to its mail.</summary>
public enum FailureEffect
{
    /// <summary>The report does not show the policy, so nobody can tell.</summary>
    Unclear,

    /// <summary>It went through all the same.</summary>
    Delivered,

    /// <summary>It was refused or delayed.</summary>
    Refused,
}

/// <summary>Effects of failures.</summary>
public static class FailureEffects
{
    /// <summary>
    /// By the policy that was applied: under mode enforce and DANE senders do not deliver (RFC 8461 §5), under other modes and without a policy
    /// they do.
    /// </summary>
    public static FailureEffect Of(PolicyType type, StsPolicy? policy) => (type, policy?.Mode) switch
    {
        (PolicyType.Tlsa, _) or (PolicyType.Sts, PolicyMode.Enforce) => FailureEffect.Refused,
        (PolicyType.NoPolicyFound, _) or (PolicyType.Sts, PolicyMode.Testing or PolicyMode.None) => FailureEffect.Delivered,
        _ => FailureEffect.Unclear,
    };

    /// <summary>So many failed sessions of one effect.</summary>
    public static SessionCount Count(this FailureEffect effect, long failed) => effect switch
    {
        FailureEffect.Refused => new SessionCount(0, failed, 0, 0),
        FailureEffect.Delivered => new SessionCount(0, 0, failed, 0),
        _ => new SessionCount(0, 0, 0, failed),
    };
}
