using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Protocol.Rules.World;

/// <summary>What a domain shows of what it wants, so that the lack of the rest is a fault and not a choice.</summary>
internal static class Intent
{
    /// <summary>
    /// The record as it should be reported: a text that was meant as one explains by itself why there is no record, while other texts,
    /// such as those of a wildcard, explain nothing.
    /// </summary>
    public static IReadOnlyList<Finding> RecordFaults(DomainReading reading)
    {
        var findings = reading.Record?.Findings ?? [];
        if (!findings.Any(finding => finding.Kind == RecordFindings.Missing))
            return findings;
        string[] texts = reading.Context.DraftRecord is { } draft ? [draft] : [.. reading.Texts];
        var meant = texts.Where(IsMeantAsRecord).SelectMany(text => StsRecord.Parse(text).Findings).ToList();
        return meant.Count > 0 ? meant : [.. findings.Where(finding => finding.Kind == RecordFindings.Missing)];
    }

    /// <summary>True when DNS says for certain that nobody tried to publish a record.</summary>
    public static bool HasNoRecord(DomainReading reading) =>
        RecordFaults(reading).Any(finding => finding.Kind == RecordFindings.Missing);

    /// <summary>True when the domain announces a policy, or has one to announce: then the way to it matters.</summary>
    public static bool WantsPolicy(DomainReading reading) => !HasNoRecord(reading) || reading.Policy?.Value is not null;

    /// <summary>True when a TXT record was meant to ask for reports.</summary>
    public static bool IsMeantAsTlsRpt(string text) =>
        text.Length == 0 || Holds(text, "TLSRPT") || Holds(text, "rua=") || StsRecord.Parse(text).Value is not null;

    /// <summary>The reporting record's faults where a text was meant as one; null where none was.</summary>
    public static IReadOnlyList<Finding>? TlsRptFaults(DomainReading reading)
    {
        if (reading.TlsRpt is not { } record)
            return null;
        if (!record.Findings.Any(finding => finding.Kind == TlsRptFindings.Missing))
            return record.Findings;
        var meant = reading.Evidence.TlsRpt.Found.Select(text => text.Joined()).Where(IsMeantAsTlsRpt)
            .SelectMany(text => TlsRptRecord.Parse(text).Findings).ToList();
        return meant.Count > 0 ? meant : null;
    }

    private static bool IsMeantAsRecord(string text) =>
        text.Length == 0 || Holds(text, "STS") || Holds(text, "id=") || RecordNature.WhatElse(text) is not null;

    private static bool Holds(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
