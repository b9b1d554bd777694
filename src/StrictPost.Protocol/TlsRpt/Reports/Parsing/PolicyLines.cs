using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>The lists of texts in a policy: policy-string and mx-host (RFC 8460 §4.4).</summary>
internal static class PolicyLines
{
    private const string MxKey = "mx:";

    /// <summary>policy-string: a list of lines; also one text of several lines, and a list in a text in a list.</summary>
    public static ImmutableArray<string> Read(ref ReportJson json)
    {
        if (json.Type == JsonTokenType.String)
            json.Remarks.Note(ReportOddityFindings.FieldShape, ReportField.PolicyString.ToText(), "a list", "a text");
        var lines = Texts(ref json, ReportField.PolicyString, ReportParser.MaxLines, "lines in `policy-string`");
        if (lines is [['[', .., ']'] only] && Unwrap(only) is { } inner)
        {
            json.Remarks.Note(ReportOddityFindings.PolicyStringNested);
            return inner;
        }

        return lines;
    }

    /// <summary>mx-host: RFC 8460 §4.4 has it a list, and its example one text (erratum 6241), so both are as they should be.</summary>
    public static ImmutableArray<string> MxHosts(ref ReportJson json)
    {
        var hosts = Texts(ref json, ReportField.MxHost, ReportParser.MaxMxHosts, "names in `mx-host`");
        if (!hosts.Any(host => host.StartsWith(MxKey, StringComparison.Ordinal)))
            return hosts;
        json.Remarks.Note(ReportOddityFindings.FieldShape, ReportField.MxHost.ToText(), "names", "lines of a policy");
        return [.. hosts.Select(host => host.StartsWith(MxKey, StringComparison.Ordinal) ? host[MxKey.Length..].Trim() : host)];
    }

    private static ImmutableArray<string> Texts(ref ReportJson json, ReportField field, int most, string what)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        if (json.Type == JsonTokenType.String)
        {
            Add(texts, json.Text(field));
        }
        else if (json.Enters(JsonTokenType.StartArray, field))
        {
            while (texts.Count <= most && json.NextElement())
                Add(texts, json.Text(field));
        }

        if (texts.Count > most)
            json.Remarks.Refuse(ReportFindings.TooMany.Found(what, $"{most}"));
        return texts.DrainToImmutable();
    }

    private static void Add(ImmutableArray<string>.Builder texts, string? text)
    {
        if (text is not null && !text.Contains('\n', StringComparison.Ordinal))
            texts.Add(text);
        else if (text is not null)
            texts.AddRange(text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The texts of a JSON list; null where it is none of texts only.</summary>
    private static ImmutableArray<string>? Unwrap(string text)
    {
        var inner = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        var lines = ImmutableArray.CreateBuilder<string>();
        try
        {
            inner.Read();
            while (inner.Read() && inner.TokenType == JsonTokenType.String)
                lines.Add(JsonText.Decode(inner.ValueSpan, inner.ValueIsEscaped, ReportParser.MaxText, out _, out _).Trim());
            return inner.TokenType == JsonTokenType.EndArray && !inner.Read() ? lines.DrainToImmutable() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
