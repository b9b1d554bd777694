using System.Collections.Frozen;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Intake.Trust;

/// <summary>What the signatures of a mail say of a report in it: the best one counts.</summary>
internal static class MailProof
{
    /// <summary>Below a country's ending, names that registries use for everybody: whoever signs as <c>co.uk</c> is no reporter's parent.</summary>
    private static readonly FrozenSet<string> ForEverybody = FrozenSet.Create(
        StringComparer.Ordinal, "ac", "ad", "asn", "co", "com", "ed", "edu", "firm", "gen", "go", "gob", "gov", "gr", "gub", "ind", "info", "lg", "ltd", "me", "mil", "ne", "net", "nhs",
        "nic", "nom", "or", "org", "plc", "sch");

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
        reporter is not null && DomainName.TryParse(verdict.Domain, out var signer)
        && (signer == reporter ? signer.Labels.Count > 1 : reporter.IsAtOrBelow(signer) && IsSomebodys(signer));

    /// <summary>
    /// Whether a name has one owner. Without a list of all public suffixes only the plain cases are known; the others would have to
    /// publish a DKIM key for a registry's own name.
    /// </summary>
    private static bool IsSomebodys(DomainName name) => name.Labels switch
    {
        [_] => false,
        [var second, { Length: 2 }] => !ForEverybody.Contains(second),
        _ => true,
    };

    private static string Another(SignatureVerdict other, DomainName? reporter) => reporter is null
        ? $"{other.Domain} signed it, and the report names no domain of the reporter."
        : $"{other.Domain} signed it, and the reporter is {reporter.Ascii}.";
}
