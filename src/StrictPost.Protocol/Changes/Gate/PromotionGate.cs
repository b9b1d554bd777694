using System.Collections.Immutable;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Incidents;

namespace StrictPost.Protocol.Changes.Gate;

/// <summary>
/// Whether the evidence allows to enforce a policy. It opens when a check of every mail host finds no error, and reporters that are proven
/// applied the present version on enough days, with no session that enforcing would refuse. A day counts when at least one such reporter had
/// a session under that version; days need not follow each other. After a refused session, days and reporters count anew from the day after.
/// </summary>
public static class PromotionGate
{
    private const int MostNames = 3;

    /// <summary>
    /// Judges. The earliest date takes each day to come as one with a report, which comes the day after; days before yesterday for which
    /// nobody reported stay so. Null where more than days is missing from the check, or reporters only.
    /// </summary>
    public static GateResult Judge(GateInput input)
    {
        var replay = GateReplay.Of(input);
        var proof = new GateProof(input, replay);
        ImmutableArray<Finding> seen = [.. Checked(input)];
        return new GateResult([.. seen, .. proof.Missing()], seen.IsEmpty ? proof.Earliest : null, replay);
    }

    private static IEnumerable<Finding> Checked(GateInput input)
    {
        if (input.Check is not { Reading.Evidence.SmtpIsSkipped: false } check)
        {
            yield return GateFindings.CheckMissing.Found(detail: input.Check is null ? "nobody looked" : "they were left out of the check");
            yield break;
        }

        var unseen = Codes(check, finding => finding.Kind.IsUndetermined && Catalogue.CategoryOf(finding.Kind) == Category.MailHost);
        if (unseen.Count > 0)
            yield return GateFindings.CheckMissing.Found(detail: Enumeration.Of(unseen, MostNames));
        var errors = Codes(check, finding => finding is { Severity: Severity.Error, Kind.IsUndetermined: false });
        if (errors.Count > 0)
            yield return GateFindings.CheckErrors.On(input.Domain.Ascii, detail: Enumeration.Of(errors, MostNames));
    }

    private static List<string> Codes(CheckResult check, Func<Finding, bool> which) =>
        [.. check.Findings.Where(which).Select(finding => finding.Host is { } host ? $"{finding.Code} ({host})" : finding.Code).Distinct(StringComparer.Ordinal)];
}
