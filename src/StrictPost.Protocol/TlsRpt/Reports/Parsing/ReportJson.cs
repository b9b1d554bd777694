using System.Text.Json;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>
/// Walks through a report's JSON, and takes values in whatever shape reporters give them. Once there is a reason to refuse the report, every
/// loop over it ends.
/// </summary>
internal ref struct ReportJson(ReadOnlySpan<byte> utf8, ReportRemarks remarks)
{
    /// <summary>Fields that are read stand at most 6 deep; what is passed over is limited by <see cref="ReportParser.MaxDepth"/>.</summary>
    private static readonly JsonReaderOptions Options =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = ReportParser.MaxDepth * 2 };

    private Utf8JsonReader _json = new(utf8, Options);

    public ReportRemarks Remarks { get; } = remarks;

    public readonly JsonTokenType Type => _json.TokenType;

    /// <summary>The next token; false at the end, and after a refusal.</summary>
    public bool Read() => Remarks.Refusal is null && _json.Read();

    /// <summary>
    /// In an object: the next field, with the reader at its value. Passed over are fields that nobody knows, and those that the object has had.
    /// </summary>
    public bool NextField(ref SeenFields seen, out ReportField field)
    {
        field = ReportField.Unknown;
        while (Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            field = Name();
            _json.Read();
            if (field != ReportField.Unknown && seen.Add(field))
                return true;
            if (field != ReportField.Unknown)
                Remarks.Note(ReportOddityFindings.KeyTwice, field.ToText());
            Skip("");
        }

        return false;
    }

    /// <summary>In a list: the next element.</summary>
    public bool NextElement() => Read() && _json.TokenType != JsonTokenType.EndArray;

    /// <summary>Whether the value is an object or a list as it should be; anything else is passed over. Null is as good as absent.</summary>
    public bool Enters(JsonTokenType wanted, ReportField field)
    {
        if (_json.TokenType == wanted)
            return true;
        if (_json.TokenType != JsonTokenType.Null)
            Shape(field, wanted == JsonTokenType.StartObject ? "an object" : "a list");
        Skip(field.ToText());
        return false;
    }

    /// <summary>The value as text without blanks around it; null where there is none.</summary>
    public string? Text(ReportField field)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                return NullIfBlank(Decode(field));
            case JsonTokenType.Number:
                Shape(field, "a text");
                return Decode(field);
            case JsonTokenType.Null:
                return null;
            default:
                Shape(field, "a text");
                Skip(field.ToText());
                return null;
        }
    }

    /// <summary>The value as a time, which may be a number of seconds.</summary>
    public string? Date(ReportField field) => _json.TokenType == JsonTokenType.Number ? Decode(field) : Text(field);

    /// <summary>The value as a count of sessions; null where there is none.</summary>
    public long? Count(ReportField field)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.Number when _json.TryGetInt64(out long count) && count >= 0:
                return count;
            case JsonTokenType.Number:
                return SessionNumber.Read(Decode(field), isText: false, field, Remarks);
            case JsonTokenType.String:
                return Text(field) is { } text ? SessionNumber.Read(text, isText: true, field, Remarks) : null;
            default:
                return Text(field) is null ? null : 0;
        }
    }

    /// <summary>Passes over a field that does not belong where it stands.</summary>
    public void SkipMisplaced(ReportField field)
    {
        Remarks.UnknownField(System.Text.Encoding.UTF8.GetBytes(field.ToText()), escaped: false);
        Skip(field.ToText());
    }

    private readonly void Shape(ReportField field, string expected) =>
        Remarks.Note(ReportOddityFindings.FieldShape, field.ToText(), expected, JsonShapes.Describe(_json.TokenType));

    private void Skip(string name)
    {
        if (_json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        int around = _json.CurrentDepth;
        while (Read() && _json.CurrentDepth > around)
        {
            if (_json.CurrentDepth - around >= ReportParser.MaxDepth)
                Remarks.Refuse(ReportFindings.TooDeep.Found(name, $"{ReportParser.MaxDepth}"));
        }
    }

    private readonly ReportField Name()
    {
        var name = _json.ValueSpan;
        if (_json.ValueIsEscaped)
            name = System.Text.Encoding.UTF8.GetBytes(JsonText.Decode(name, escaped: true, ReportParser.MaxText, out _, out _));
        var field = ReportFields.Read(name, out string? alias);
        if (alias is not null)
            Remarks.Note(ReportOddityFindings.FieldAlias, alias, field.ToText());
        if (field == ReportField.Unknown)
            Remarks.UnknownField(name, escaped: false);
        return field;
    }

    private readonly string Decode(ReportField field)
    {
        string text = JsonText.Decode(_json.ValueSpan, _json.ValueIsEscaped, ReportParser.MaxText, out bool cut, out bool replaced);
        if (cut)
            Remarks.Note(ReportOddityFindings.TextCut, field.ToText(), $"{ReportParser.MaxText}");
        if (replaced)
            Remarks.Note(ReportOddityFindings.TextInvalid, detail: "codes of characters that are no text");
        return text;
    }

    private static string? NullIfBlank(string text) => text.AsSpan().Trim() switch
    {
        [] => null,
        { Length: var length } when length == text.Length => text,
        var trimmed => trimmed.ToString(),
    };
}
