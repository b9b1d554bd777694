using System.Text.Json;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Exchange;

/// <summary>
/// A list as JSON: an array of objects with <c>domain</c>, <c>mode</c>, <c>maxAge</c> in seconds, <c>mx</c> and
/// <c>rua</c>, both arrays of texts.
/// </summary>
public static class JsonDomainList
{
    private const string Domain = "domain";
    private const string Mode = "mode";
    private const string MaxAge = "maxAge";
    private const string Mx = "mx";
    private const string Rua = "rua";

    private static readonly string[] Fields = [Domain, Mode, MaxAge, Mx, Rua];

    /// <summary>Writes the fields of one domain into an object that the caller has begun.</summary>
    public static void WriteFields(Utf8JsonWriter json, DomainSettings settings)
    {
        json.WriteString(Domain, settings.Domain.Ascii);
        json.WriteString(Mode, Protocol.MtaSts.PolicyModes.ToText(settings.Policy.Mode));
        json.WriteNumber(MaxAge, settings.Policy.MaxAge);
        WriteTexts(json, Mx, settings.Policy.Mx.Select(pattern => pattern.Text));
        WriteTexts(json, Rua, settings.Rua.Select(uri => uri.Text));
    }

    internal static void Read(ReadOnlyMemory<byte> list, EntryReader entries)
    {
        try
        {
            using var document = JsonDocument.Parse(list, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind == JsonValueKind.Array)
                ReadArray(document.RootElement, entries);
            else
                entries.Add(new ListProblem("the list", null, "It is an object, not an array of domains.", "Put `[` and `]` around the entries."));
        }
        catch (JsonException fault)
        {
            entries.Add(new ListProblem(
                $"line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}", null, "The JSON is broken there.", "Look for a missing comma, quote or bracket."));
        }
    }

    private static void ReadArray(JsonElement array, EntryReader entries)
    {
        int number = 0;
        foreach (var element in array.EnumerateArray())
        {
            string where = $"entry {++number}";
            if (element.ValueKind != JsonValueKind.Object)
                entries.Add(new ListProblem(where, null, "It is not an object.", "Write `{\"domain\": …, \"mx\": […]}`."));
            else if (ReadEntry(element, where, entries) is { } entry)
                entries.Add(entry);
            if (entries.IsFull)
                return;
        }
    }

    private static ListEntry? ReadEntry(JsonElement element, string where, EntryReader entries)
    {
        foreach (var property in element.EnumerateObject().Where(property => !Fields.Contains(property.Name)))
        {
            string known = NearestName.To(property.Name, Fields) is { } near ? $"Did you mean `{near}`?" : $"The fields are {string.Join(", ", Fields)}.";
            entries.Add(new ListProblem(where, property.Name, "There is no such field.", known));
            return null;
        }

        string? Text(string field) => element.TryGetProperty(field, out var value) ? value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        } : null;
        IReadOnlyList<string> Texts(string field) => !element.TryGetProperty(field, out var value) ? [] : value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())],
            JsonValueKind.Null => [],
            JsonValueKind.String => [value.GetString()!],
            _ => [value.GetRawText()],
        };
        return new ListEntry(where, Text(Domain), Text(Mode), Text(MaxAge), Texts(Mx), Texts(Rua));
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
