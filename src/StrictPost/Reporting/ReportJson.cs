using System.Text.Json;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Reporting;

/// <summary>A report for programs.</summary>
internal static class ReportJson
{
    /// <summary>One report, with everything that was found about it.</summary>
    public static void Write(Utf8JsonWriter json, FoundReport found)
    {
        var report = found.Report;
        json.WriteStartObject();
        json.WriteString("organization", report.Organization);
        json.WriteString("reporter", report.Reporter);
        json.WriteString("reportId", report.ReportId);
        json.WriteString("contact", report.ContactInfo);
        json.WriteString("start", report.Start.UtcDateTime);
        json.WriteString("end", report.End.UtcDateTime);
        json.WriteString("trust", found.Trust.ToText());
        json.WriteString("signer", found.Signer);
        json.WriteString("trustDetail", found.TrustDetail);
        WriteDomains(json, report);
        json.WriteStartArray("policies");
        foreach (var policy in report.Policies)
            WritePolicy(json, policy);
        json.WriteEndArray();
        WriteFindings(json, found.Findings);
        json.WriteEndObject();
    }

    /// <summary>What was no report, in the same shape.</summary>
    public static void WriteObstacles(Utf8JsonWriter json, IEnumerable<Finding> obstacles)
    {
        json.WriteStartObject();
        foreach (string name in (ReadOnlySpan<string>)["organization", "reportId", "start", "end"])
            json.WriteNull(name);
        json.WriteStartArray("policies");
        json.WriteEndArray();
        WriteFindings(json, obstacles);
        json.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter json, IEnumerable<Finding> findings)
    {
        json.WriteStartArray("findings");
        foreach (var finding in findings)
            IntakeText.WriteFinding(json, finding);
        json.WriteEndArray();
    }

    private static void WriteDomains(Utf8JsonWriter json, TlsReport report)
    {
        json.WriteStartArray("domains");
        foreach (var domain in report.Policies.GroupBy(policy => policy.Domain))
        {
            var counting = SessionCounting.Of([.. domain]);
            json.WriteStartObject();
            json.WriteString("domain", domain.Key.Ascii);
            WriteCount(json, counting.Sessions);
            json.WriteString("reason", counting.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The properties of a count.</summary>
    public static void WriteCount(Utf8JsonWriter json, SessionCount count)
    {
        json.WriteNumber("successful", count.Successful);
        json.WriteNumber("failed", count.Failed);
        json.WriteNumber("refused", count.Refused);
        json.WriteNumber("delivered", count.Delivered);
        json.WriteNumber("unclear", count.Unclear);
    }

    private static void WritePolicy(Utf8JsonWriter json, ReportedPolicy policy)
    {
        json.WriteStartObject();
        json.WriteString("type", policy.TypeText);
        json.WriteString("domain", policy.Domain.Ascii);
        json.WriteNumber("successful", policy.Successful);
        json.WriteNumber("failed", policy.Failed);
        json.WriteString("version", policy.Applied.Version);
        WriteTexts(json, "policyString", policy.Lines);
        WriteTexts(json, "mxHosts", policy.MxHosts);
        json.WriteStartArray("failures");
        foreach (var failure in ReportedFailures.Of(policy))
            WriteFailure(json, failure);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter json, ReportedFailure failure)
    {
        json.WriteStartObject();
        json.WriteString("resultType", failure.Detail?.ResultText);
        json.WriteString("cause", failure.Cause.Code);
        json.WriteNumber("sessions", failure.Sessions);
        json.WriteString("sendingMtaIp", failure.Detail?.SendingMtaIp);
        json.WriteString("receivingMx", failure.Detail?.ReceivingMx);
        json.WriteString("receivingHelo", failure.Detail?.ReceivingHelo);
        json.WriteString("receivingIp", failure.Detail?.ReceivingIp);
        json.WriteString("reasonCode", failure.Detail?.ReasonCode);
        json.WriteString("additionalInformation", failure.Detail?.AdditionalInformation);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
