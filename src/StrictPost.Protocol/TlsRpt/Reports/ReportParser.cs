using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Reports.Parsing;

namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>
/// Reads a TLS report as reporters really send them (RFC 8460 §4.4): whatever can be understood is, with a finding for what was odd. The
/// value is null exactly when a finding breaks the report. Work and memory are bounded by the limits given here.
/// </summary>
public static class ReportParser
{
    /// <summary>Most bytes of a report, without compression.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>How deep the value of a field may nest that is passed over.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most policies in a report.</summary>
    public const int MaxPolicies = 10_000;

    /// <summary>Most failure details in a report, over all its policies.</summary>
    public const int MaxFailures = 100_000;

    /// <summary>Most lines in <c>policy-string</c>.</summary>
    public const int MaxLines = 1_000;

    /// <summary>Most names in <c>mx-host</c>.</summary>
    public const int MaxMxHosts = 1_000;

    /// <summary>Longest text that is kept of a field, in characters; what is longer is cut.</summary>
    public const int MaxText = 4_096;

    /// <summary>Reads one report.</summary>
    /// <param name="json">The report, not compressed.</param>
    /// <param name="hints">What stood around it, which stands in for what it leaves out.</param>
    public static Parsed<TlsReport> Parse(ReadOnlySpan<byte> json, ReportHints hints)
    {
        var remarks = new ReportRemarks();
        var report = Read(json, hints, remarks);
        var findings = remarks.All();
        return new Parsed<TlsReport>(remarks.Refusal is null ? report : null, findings);
    }

    private static TlsReport? Read(ReadOnlySpan<byte> bytes, ReportHints hints, ReportRemarks remarks)
    {
        if (bytes.Length > MaxBytes)
        {
            remarks.Refuse(ReportFindings.TooLarge.Found($"{bytes.Length}", $"{MaxBytes}"));
            return null;
        }

        var text = ReportText.Utf8(bytes, remarks);
        if (ReportNature.WhatElse(text) is { } other)
        {
            remarks.Refuse(ReportFindings.NotAReport.Found(detail: other));
            return null;
        }

        ReportText.Check(text, remarks);
        var draft = ReportReader.Read(text, remarks);
        return remarks.Refusal is null ? ReportCompletion.Of(draft, hints, bytes, remarks) : null;
    }
}
