using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What holds for every TLS report.</summary>
public static class ReportInvariants
{
    private const int MostFindings = 400;

    /// <summary>Reads bytes as a report, with nothing around it and with a name and a header.</summary>
    public static void Check(byte[] bytes)
    {
        Check(bytes, ReportHints.None);
        string text = System.Text.Encoding.UTF8.GetString(bytes);
        Check(bytes, new ReportHints { Domain = text, FileName = text, Subject = text, Submitter = text });
    }

    private static void Check(byte[] bytes, ReportHints hints)
    {
        var parsed = ReportParser.Parse(bytes, hints);
        ParsedInvariants.CheckLine(parsed, "");
        Unless(parsed.Findings.Count < MostFindings, "the number of findings is bounded");
        if (parsed.Value is { } report)
            CheckReport(report);
    }

    private static void CheckReport(TlsReport report)
    {
        Unless(report.Start <= report.End, "a period does not run backwards");
        Unless(report.Organization.Length > 0 && report.ReportId.Length > 0 && report.Reporter.Length > 0, "a report has a sender and an id");
        Unless(report.Policies.Length <= ReportParser.MaxPolicies, "the number of policies is bounded");
        CheckText(report.Organization);
        CheckText(report.ReportId);
        CheckText(report.ContactInfo);
        foreach (var policy in report.Policies)
            CheckPolicy(policy);
        foreach (var domain in report.Policies.GroupBy(policy => policy.Domain))
            CheckCounts(SessionCounting.Of([.. domain]).Sessions);
    }

    private static void CheckPolicy(ReportedPolicy policy)
    {
        Unless(policy is { Successful: >= 0, Failed: >= 0 }, "a count is not negative");
        foreach (string line in policy.Lines.Concat(policy.MxHosts))
            CheckText(line);
        long explained = 0;
        foreach (var failure in ReportedFailures.Of(policy))
        {
            Unless(failure.Sessions >= 0 && FailureCause.OfCode(failure.Cause.Code) == failure.Cause, "a failure has a cause and a count");
            var found = FailureCause.Found(failure.Cause, failure.Detail);
            Unless(!found.Message.Contains("{detail}", StringComparison.Ordinal) || failure.Detail is not null, "a cause says what is known");
            CheckText(failure.Detail?.ReasonCode);
            CheckText(failure.Detail?.ResultText);
            CheckText(failure.Detail?.ReceivingMx);
            explained = Math.Min(explained, long.MaxValue - failure.Sessions) + failure.Sessions;
        }

        Unless(explained >= policy.Failed, "every failed session is told of");
    }

    private static void CheckCounts(SessionCount sessions) =>
        Unless(sessions is { Successful: >= 0, Refused: >= 0, Delivered: >= 0, Unclear: >= 0, Failed: >= 0, All: >= 0 }, "a sum is not negative");

    private static void CheckText(string? text)
    {
        if (text is null)
            return;
        Unless(text.Length <= ReportParser.MaxText, "a text is bounded");
        Unless(!text.Contains('\0', StringComparison.Ordinal), "a text holds no NUL");
        for (int i = 0; i < text.Length; i++)
        {
            bool pair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            Unless(pair || !char.IsSurrogate(text[i]), "a text holds no half characters");
            i += pair ? 1 : 0;
        }
    }
}
