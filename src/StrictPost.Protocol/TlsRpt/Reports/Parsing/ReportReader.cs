using System.Text.Json;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>
/// The objects of RFC 8460 §4.4, one method each. spec unclear: where a field stands twice in one object, the first one counts.
/// </summary>
internal static class ReportReader
{
    public static ReportDraft Read(ReadOnlySpan<byte> utf8, ReportRemarks remarks)
    {
        var draft = new ReportDraft();
        try
        {
            var json = new ReportJson(utf8, remarks);
            json.Read();
            if (json.Type != JsonTokenType.StartObject)
                remarks.Refuse(ReportFindings.NotAReport.Found(detail: $"JSON, but {JsonShapes.Describe(json.Type)}"));
            Report(ref json, draft);
            // What follows the object, other than blanks, makes the reader object.
            json.Read();
        }
        catch (JsonException broken)
        {
            remarks.Refuse(ReportFindings.JsonInvalid.Found($"{broken.LineNumber + 1}", detail: $"{broken.BytePositionInLine + 1}"));
        }

        return draft;
    }

    private static void Report(ref ReportJson json, ReportDraft draft)
    {
        var seen = new SeenFields();
        while (json.NextField(ref seen, out var field))
        {
            switch (field)
            {
                case ReportField.OrganizationName:
                    draft.Organization = json.Text(field);
                    break;
                case ReportField.ContactInfo:
                    draft.Contact = json.Text(field);
                    break;
                case ReportField.ReportId:
                    draft.Id = json.Text(field);
                    break;
                case ReportField.DateRange:
                    DateRange(ref json, draft);
                    break;
                case ReportField.Policies:
                    draft.Policies = Policies(ref json);
                    break;
                default:
                    json.SkipMisplaced(field);
                    break;
            }
        }
    }

    private static void DateRange(ref ReportJson json, ReportDraft draft)
    {
        if (!json.Enters(JsonTokenType.StartObject, ReportField.DateRange))
            return;
        var seen = new SeenFields();
        while (json.NextField(ref seen, out var field))
        {
            if (field == ReportField.StartDateTime)
                draft.Start = json.Date(field);
            else if (field == ReportField.EndDateTime)
                draft.End = json.Date(field);
            else
                json.SkipMisplaced(field);
        }
    }

    private static List<PolicyDraft>? Policies(ref ReportJson json)
    {
        if (!json.Enters(JsonTokenType.StartArray, ReportField.Policies))
            return null;
        var policies = new List<PolicyDraft>();
        int failures = 0;
        while (json.NextElement())
        {
            if (!json.Enters(JsonTokenType.StartObject, ReportField.Policy))
                continue;
            if (policies.Count == ReportParser.MaxPolicies)
                json.Remarks.Refuse(ReportFindings.TooMany.Found("policies", $"{ReportParser.MaxPolicies}"));
            policies.Add(Element(ref json, ref failures));
        }

        return policies;
    }

    private static PolicyDraft Element(ref ReportJson json, ref int failures)
    {
        var draft = new PolicyDraft();
        var seen = new SeenFields();
        while (json.NextField(ref seen, out var field))
        {
            switch (field)
            {
                case ReportField.Policy:
                    Policy(ref json, draft);
                    break;
                case ReportField.Summary:
                    Summary(ref json, draft);
                    break;
                case ReportField.FailureDetails:
                    draft.Failures = FailureReader.List(ref json, ref failures);
                    break;
                default:
                    json.SkipMisplaced(field);
                    break;
            }
        }

        return draft;
    }

    private static void Policy(ref ReportJson json, PolicyDraft draft)
    {
        if (!json.Enters(JsonTokenType.StartObject, ReportField.Policy))
            return;
        var seen = new SeenFields();
        while (json.NextField(ref seen, out var field))
        {
            switch (field)
            {
                case ReportField.PolicyType:
                    draft.Type = json.Text(field);
                    break;
                case ReportField.PolicyDomain:
                    draft.Domain = json.Text(field);
                    break;
                case ReportField.PolicyString:
                    draft.Lines = PolicyLines.Read(ref json);
                    break;
                case ReportField.MxHost:
                    draft.MxHosts = PolicyLines.MxHosts(ref json);
                    break;
                default:
                    json.SkipMisplaced(field);
                    break;
            }
        }
    }

    private static void Summary(ref ReportJson json, PolicyDraft draft)
    {
        if (!json.Enters(JsonTokenType.StartObject, ReportField.Summary))
            return;
        var seen = new SeenFields();
        while (json.NextField(ref seen, out var field))
        {
            if (field == ReportField.Successful)
                draft.Successful = json.Count(field);
            else if (field == ReportField.Failed)
                draft.Failed = json.Count(field);
            else
                json.SkipMisplaced(field);
        }
    }
}
