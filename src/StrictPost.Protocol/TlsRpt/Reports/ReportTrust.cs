namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>How sure it is that a report comes from whom it names (RFC 8460 §3, §5.3). Higher is surer: a copy that is believed takes the place of one that is not.</summary>
public enum ReportTrust
{
    /// <summary>It came by mail with signatures, and none of them holds; or one covers only a part of the body (<c>l=</c>).</summary>
    Failed = 0,

    /// <summary>It came by mail without a signature.</summary>
    Unsigned = 1,

    /// <summary>It came by mail with a signature that holds, of a domain that is not the reporter's.</summary>
    SignedByAnother = 2,

    /// <summary>It was posted to the domain's own address. That keeps passers-by out and proves nothing: the record that names it is public.</summary>
    SecretAddress = 3,

    /// <summary>The administrator gave it to us as a file that no mail is around.</summary>
    ByHand = 4,

    /// <summary>It came by mail with a signature of the reporter that holds and covers all of it.</summary>
    SignedByReporter = 5,
}

/// <summary>Trust as it is printed and stored.</summary>
public static class ReportTrusts
{
    /// <summary>The stable word for scripts, such as <c>signed</c>.</summary>
    public static string ToText(this ReportTrust trust) => trust switch
    {
        ReportTrust.SignedByReporter => "signed",
        ReportTrust.SignedByAnother => "signed-by-another",
        ReportTrust.SecretAddress => "secret-address",
        ReportTrust.ByHand => "by-hand",
        ReportTrust.Unsigned => "unsigned",
        _ => "failed",
    };

    /// <summary>From here on reports are believed.</summary>
    public const ReportTrust LeastVerified = ReportTrust.ByHand;

    /// <summary>Whether its failures are believed: others are shown, and never raise an incident.</summary>
    public static bool IsVerified(this ReportTrust trust) => trust >= LeastVerified;
}
