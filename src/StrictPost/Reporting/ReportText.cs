using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;
using StrictPost.Rendering;

namespace StrictPost.Reporting;

/// <summary>A report explained to people.</summary>
internal static class ReportText
{
    private const int MostFailures = 50;
    private const int MostAddresses = 3;

    /// <summary>All reports of a delivery, and what in it was none.</summary>
    public static void Write(Terminal terminal, string subject, DeliveryReading reading)
    {
        var console = terminal.Pretty();
        foreach (var found in reading.Reports)
            Write(console, found);
        if (!reading.Obstacles.IsEmpty)
            console.MarkupLine($"[bold]{Terminal.Safe(subject)}[/]: {(reading.Reports.IsEmpty ? "no report" : "not all of it could be understood")}");
        foreach (var obstacle in reading.Obstacles)
            FindingText.Write(console, obstacle);
    }

    private static void Write(IAnsiConsole console, FoundReport found)
    {
        var report = found.Report;
        console.MarkupLine($"[bold]Report of {Safe(report.Organization)}[/] for {Period(report)}");
        console.MarkupLine($"  id {Safe(report.ReportId)}{(report.ContactInfo is { } contact ? $" · contact {Safe(contact)}" : "")}");
        console.MarkupLine($"  {Safe(Trust(found))}");
        foreach (var domain in report.Policies.GroupBy(policy => policy.Domain))
            Write(console, domain.Key, [.. domain]);
        foreach (var finding in found.Findings)
            FindingText.Write(console, finding);
    }

    private static void Write(IAnsiConsole console, DomainName domain, IReadOnlyList<ReportedPolicy> policies)
    {
        var counting = SessionCounting.Of(policies);
        console.WriteLine();
        console.MarkupLine($"[bold]{Safe(domain.Unicode)}[/]: {Safe(SessionText.Of(counting.Sessions))}");
        if (counting.Reason is not null)
            console.MarkupLine($"  [grey]{Safe(counting.Reason)}[/]");
        foreach (var policy in policies)
            Write(console, policy);
    }

    private static void Write(IAnsiConsole console, ReportedPolicy policy)
    {
        console.MarkupLine($"  {Safe(Under(policy))}: {policy.Successful} succeeded, {policy.Failed} failed");
        var failures = ReportedFailures.Of(policy).GroupBy(Likeness).OrderByDescending(group => group.Max(failure => failure.Sessions)).ToList();
        foreach (var group in failures.Take(MostFailures))
            Write(console, [.. group]);
        if (failures.Count > MostFailures)
            console.MarkupLine($"    … and {failures.Count - MostFailures} more, which `--format json` shows");
    }

    /// <summary>What people would take for the same failure, from whichever address of the sender.</summary>
    private static (string Cause, string? Mx, string? Result, string? Reason, string? Information) Likeness(ReportedFailure failure) =>
        (failure.Cause.Code, failure.Detail?.ReceivingMx, failure.Detail?.ResultText, failure.Detail?.ReasonCode, failure.Detail?.AdditionalInformation);

    private static void Write(IAnsiConsole console, IReadOnlyList<ReportedFailure> alike)
    {
        var detail = alike[0].Detail;
        var finding = FailureCause.Found(alike[0].Cause, detail);
        long sessions = alike.Aggregate(0L, (sum, failure) => SessionCount.Sum(sum, failure.Sessions));
        console.MarkupLine($"    {sessions} × {Safe(finding.Message)}");
        console.MarkupLine($"      Fix: {Safe(finding.Fix)}");
        string[] facts =
        [
            finding.Code,
            Fact("reported as", detail?.ResultText),
            Fact("from", Addresses(alike.Select(failure => failure.Detail?.SendingMtaIp))),
            Fact("to", Addresses(alike.Select(failure => failure.Detail?.ReceivingIp))),
            Fact("reason", detail?.ReasonCode),
            Fact("see", detail?.AdditionalInformation),
        ];
        console.MarkupLine($"      [grey]{Safe(string.Join(" · ", facts.Where(fact => fact.Length > 0)))}[/]");
    }

    private static string Addresses(IEnumerable<string?> addresses)
    {
        var all = addresses.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return all.Count <= MostAddresses ? string.Join(", ", all) : $"{string.Join(", ", all.Take(MostAddresses))} and {all.Count - MostAddresses} more";
    }

    private static string Fact(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $"{name} {value}";

    /// <summary>What was applied, in a few words.</summary>
    private static string Under(ReportedPolicy policy) => policy.Type switch
    {
        PolicyType.Sts when policy.Applied.Policy is { } applied =>
            $"under MTA-STS, mode {applied.Mode.ToText()}, mx {string.Join(' ', applied.Mx)}, max_age {Duration.InWords(applied.MaxAge)}",
        PolicyType.Sts => "under an MTA-STS policy that the report does not show",
        PolicyType.Tlsa => "under DANE",
        PolicyType.NoPolicyFound => "without a policy",
        _ => $"under a policy of type {policy.TypeText}",
    };

    private static string Period(TlsReport report) =>
        report.End - report.Start <= TimeSpan.FromDays(1) && report.Start.TimeOfDay == TimeSpan.Zero
            ? $"{report.Start:yyyy-MM-dd} (UTC)"
            : $"{report.Start.UtcDateTime:yyyy-MM-dd HH:mm} to {report.End.UtcDateTime:yyyy-MM-dd HH:mm} UTC";

    private static string Trust(FoundReport found) => found.Trust switch
    {
        ReportTrust.SignedByReporter => $"signed by the reporter ({found.Signer})",
        ReportTrust.SignedByAnother => $"not proven: {found.TrustDetail ?? $"signed by {found.Signer}, which is not the reporter"}",
        ReportTrust.SecretAddress => "posted to the domain's secret address",
        ReportTrust.ByHand => "a file without its mail: nothing proves who wrote it",
        ReportTrust.Unsigned => $"not proven: {found.TrustDetail ?? "the mail is not signed"}",
        _ => $"not proven: {found.TrustDetail ?? "its signature does not hold"}",
    };

    private static string Safe(string text) => Terminal.Safe(Shown.Of(text));
}
