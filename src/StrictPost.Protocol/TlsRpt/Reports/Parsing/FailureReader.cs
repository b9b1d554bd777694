using System.Collections.Immutable;
using System.Text.Json;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>failure-details (RFC 8460 §4.4).</summary>
internal static class FailureReader
{
    /// <summary>Reads the list.</summary>
    /// <param name="json">The reader, at the list.</param>
    /// <param name="count">How many failures the report had so far.</param>
    public static ImmutableArray<FailureDetail> List(ref ReportJson json, ref int count)
    {
        if (!json.Enters(JsonTokenType.StartArray, ReportField.FailureDetails))
            return [];
        var failures = ImmutableArray.CreateBuilder<FailureDetail>();
        while (json.NextElement())
        {
            if (!json.Enters(JsonTokenType.StartObject, ReportField.FailureDetails))
                continue;
            if (count++ == ReportParser.MaxFailures)
                json.Remarks.Refuse(ReportFindings.TooMany.Found("failure details", $"{ReportParser.MaxFailures}"));
            failures.Add(Detail(ref json));
        }

        return failures.DrainToImmutable();
    }

    private static FailureDetail Detail(ref ReportJson json)
    {
        var texts = new FailureTexts();
        long sessions = 0;
        var seen = new SeenFields();
        while (json.NextField(ref seen, out var field))
        {
            if (field == ReportField.FailedSessions)
                sessions = json.Count(field) ?? 0;
            else if (field is ReportField.MxHost or >= ReportField.ResultType)
                texts[field] = json.Text(field);
            else
                json.SkipMisplaced(field);
        }

        string result = texts[ReportField.ResultType] ?? "";
        if (ResultTypes.Read(result) == ResultType.Unknown)
            json.Remarks.Note(ReportOddityFindings.ResultTypeUnknown, result);
        return new FailureDetail
        {
            ResultText = result,
            SendingMtaIp = texts[ReportField.SendingMtaIp],
            ReceivingMx = texts[ReportField.ReceivingMx] ?? texts[ReportField.MxHost],
            ReceivingHelo = texts[ReportField.ReceivingHelo],
            ReceivingIp = texts[ReportField.ReceivingIp],
            Sessions = sessions,
            AdditionalInformation = texts[ReportField.AdditionalInformation],
            ReasonCode = texts[ReportField.ReasonCode],
        };
    }

    /// <summary>The texts of one failure, by field.</summary>
    [System.Runtime.CompilerServices.InlineArray(Fields)]
    private struct FailureTexts
    {
        private const int Fields = (int)ReportField.ReasonCode + 1;
        private string? _text;

        public string? this[ReportField field]
        {
            readonly get => this[(int)field];
            set => this[(int)field] = value;
        }
    }
}
