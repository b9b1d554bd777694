using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Intake.Trust;

/// <summary>What the signatures of a mail say of a report in it: the best one counts.</summary>
internal static class MailProof
{
    /// <summary>
    /// The trust. The reporter signs for itself or for the names below its own: reports of <c>mail.example.com</c> signed by
    /// <c>example.com</c> are its own. RFC 8460 §3 asks for no alignment with From, and neither does this.
    /// </summary>
    public static Proof Of(IReadOnlyList<SignatureVerdict> verdicts, DomainName? reporter)
    {
        if (verdicts.Count == 0)
            return new Proof(ReportTrust.Unsigned, "The mail has no DKIM signature.");
        if (verdicts.FirstOrDefault(verdict => verdict.End is SignatureEnd.Holds && IsOf(verdict, reporter)) is { } own)
            return new Proof(ReportTrust.SignedByReporter, null) { Signer = own.Domain };
        bool askAgain = verdicts.Any(verdict => verdict.End is SignatureEnd.Unanswered);
        if (verdicts.FirstOrDefault(verdict => verdict.End is SignatureEnd.Holds) is { } other)
            return new Proof(ReportTrust.SignedByAnother, Another(other, reporter)) { Signer = other.Domain, AskAgain = askAgain };
        var failed = verdicts.FirstOrDefault(verdict => verdict.End is SignatureEnd.Unanswered) ?? verdicts.FirstOrDefault(verdict => IsOf(verdict, reporter)) ?? verdicts[0];
        return new Proof(ReportTrust.Failed, failed.Detail) { Signer = failed.Domain.Length == 0 ? null : failed.Domain, AskAgain = askAgain };
    }

    private static bool IsOf(SignatureVerdict verdict, DomainName? reporter) =>
        reporter is not null && DomainName.TryParse(verdict.Domain, out var signer) && reporter.IsAtOrBelow(signer);

    private static string Another(SignatureVerdict other, DomainName? reporter) => reporter is null
        ? $"{other.Domain} signed it, and the report names no domain of the reporter."
        : $"{other.Domain} signed it, and the reporter is {reporter.Ascii}.";
}
