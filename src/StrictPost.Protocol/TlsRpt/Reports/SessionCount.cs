namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>Sessions of one domain in one report or in many, each counted once.</summary>
/// <param name="Successful">Sessions in which mail could go over a connection that the policy allows.</param>
/// <param name="Refused">Failed sessions whose mail was refused or delayed: under mode enforce, or DANE.</param>
/// <param name="Delivered">Failed sessions whose mail went through all the same: under mode testing or none, or without any policy.</param>
/// <param name="Unclear">Failed sessions under a policy that the report does not show.</param>
public readonly record struct SessionCount(long Successful, long Refused, long Delivered, long Unclear)
{
    /// <summary>All failed sessions.</summary>
    public long Failed => Sum(Sum(Refused, Delivered), Unclear);

    /// <summary>All sessions.</summary>
    public long All => Sum(Successful, Failed);

    /// <summary>Both together. Counts stop at the largest number instead of turning negative.</summary>
    public static SessionCount operator +(SessionCount left, SessionCount right) => new(
        Sum(left.Successful, right.Successful), Sum(left.Refused, right.Refused), Sum(left.Delivered, right.Delivered), Sum(left.Unclear, right.Unclear));

    /// <summary>The sum of two counts; the largest number where it would be larger.</summary>
    public static long Sum(long left, long right) => long.MaxValue - right < left ? long.MaxValue : left + right;
}
