using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;
using StrictPost.Rendering;

namespace StrictPost.Reporting;

/// <summary>The failures under one policy of a report, for people: the largest in full, the rest by cause.</summary>
internal static class FailureText
{
    private const int MostInFull = 10;

    public static void Write(IAnsiConsole console, ReportedPolicy policy)
    {
        var failures = Counted(policy).GroupBy(Likeness).OrderByDescending(group => group.Max(failure => failure.Sessions)).ToList();
        foreach (var group in failures.Take(MostInFull))
            WriteInFull(console, [.. group]);
        if (failures.Count <= MostInFull)
            return;
        console.MarkupLine($"    and {failures.Count - MostInFull} more, by cause (each alone: `--format json`):");
        foreach (var cause in failures.Skip(MostInFull).SelectMany(group => group).GroupBy(failure => failure.Cause))
            WriteInShort(console, [.. cause]);
    }

    /// <summary>
    /// A detail of no sessions is no failure, unless the reporter leaves the count out of all details and has it in the summary only.
    /// </summary>
    private static IEnumerable<ReportedFailure> Counted(ReportedPolicy policy)
    {
        bool isLeftOut = policy.Failed > 0 && policy.Failures.All(detail => detail.Sessions == 0);
        return ReportedFailures.Of(policy).Where(failure => isLeftOut || failure.Sessions > 0);
    }

    /// <summary>What people would take for the same failure, from whichever address of the sender.</summary>
    private static (string Cause, string? Mx, string? Result, string? Reason, string? Information) Likeness(ReportedFailure failure) =>
        (failure.Cause.Code, failure.Detail?.ReceivingMx, failure.Detail?.ResultText, failure.Detail?.ReasonCode, failure.Detail?.AdditionalInformation);

    private static void WriteInFull(IAnsiConsole console, IReadOnlyList<ReportedFailure> alike)
    {
        var detail = alike[0].Detail;
        var finding = FailureCause.Found(alike[0].Cause, detail);
        console.MarkupLine($"    {Sessions(alike)} × {Safe(finding.Message)}");
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

    private static void WriteInShort(IAnsiConsole console, IReadOnlyList<ReportedFailure> alike)
    {
        string hosts = ShortList.Of(alike.Select(failure => failure.Detail?.ReceivingMx).OfType<string>());
        var detail = alike[0].Detail is { } first && hosts.Length > 0 ? first with { ReceivingMx = hosts } : alike[0].Detail;
        console.MarkupLine($"    {Sessions(alike)} × {Safe(FailureCause.Found(alike[0].Cause, detail).Message)} [grey]{alike[0].Cause.Code}[/]");
    }

    private static long Sessions(IEnumerable<ReportedFailure> failures) =>
        failures.Aggregate(0L, (sum, failure) => SessionCount.Sum(sum, failure.Sessions));

    private static string Addresses(IEnumerable<string?> addresses) => ShortList.Of(addresses.OfType<string>());

    private static string Fact(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $"{name} {value}";

    private static string Safe(string text) => Terminal.Safe(Shown.Of(text));
}
