using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;
using StrictPost.Rendering;

namespace StrictPost.Reporting;

/// <summary>A report explained to people.</summary>
internal static class ReportText
{
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
        {
            console.MarkupLine($"  {Safe(Under(policy))}: {policy.Successful} succeeded, {policy.Failed} failed");
            FailureText.Write(console, policy);
        }
    }

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
        ReportTrust.SecretAddress => "not proven: posted over HTTPS, where nobody signs; anybody can read the address in the domain's record",
        ReportTrust.ByHand => "a file without its mail: nothing proves who wrote it",
        ReportTrust.Unsigned => $"not proven: {found.TrustDetail ?? "the mail is not signed"}",
        _ => $"not proven: {found.TrustDetail ?? "its signature does not hold"}",
    };

    private static string Safe(string text) => Terminal.Safe(Shown.Of(text));
}
