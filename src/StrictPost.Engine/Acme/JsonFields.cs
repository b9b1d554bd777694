using System.Collections.Immutable;
using System.Text.Json;

namespace StrictPost.Engine.Acme;

/// <summary>An object in an authority's answer. A field that is missing and one of the wrong type are the same: null, or nothing.</summary>
internal readonly struct JsonFields
{
    /// <summary>Most elements of a list that are looked at.</summary>
    public const int MostElements = 100;

    private const int LongestUri = 2048;

    /// <summary>No object of RFC 8555 is deeper than five.</summary>
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    private readonly JsonElement _element;

    private JsonFields(JsonElement element) => _element = element;

    /// <summary>Reads a document that must be one object; null when it is none, or when the reader gives null.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> json, Func<JsonFields, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(new JsonFields(document.RootElement)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text, cut to its first characters.</summary>
    public string? Text(string name, int most) => Field(name) is { } field && Text(field) is { } text ? text.Length > most ? text[..most] : text : null;

    /// <summary>An absolute URL: "All interactions […] MUST use HTTPS" (RFC 8555 §6.1).</summary>
    public Uri? Https(string name) => Field(name) is { } field ? Https(field) : null;

    /// <summary>A list of URLs; null when any of it is none.</summary>
    public ImmutableArray<Uri>? HttpsList(string name)
    {
        var uris = Elements(name).Select(Https).ToList();
        return uris.Contains(null) ? null : [.. uris.OfType<Uri>()];
    }

    /// <summary>A time as RFC 3339 writes it, with its distance from UTC.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Field(name) is not { ValueKind: JsonValueKind.String } field || Text(field) is not { Length: >= 20 and < 64 } text)
            return null;
        bool hasOffset = text[^1] is 'Z' || text[^6] is '+' or '-';
        return hasOffset && field.TryGetDateTimeOffset(out var time) ? time : null;
    }

    public int? Number(string name) => Field(name) is { ValueKind: JsonValueKind.Number } field && field.TryGetInt32(out int number) ? number : null;

    public bool IsTrue(string name) => Field(name) is { ValueKind: JsonValueKind.True };

    public JsonFields? Object(string name) => Field(name) is { ValueKind: JsonValueKind.Object } field ? new JsonFields(field) : null;

    /// <summary>The objects of a list; whatever else is in it is passed over.</summary>
    public IEnumerable<JsonFields> Objects(string name) =>
        Elements(name).Where(element => element.ValueKind == JsonValueKind.Object).Select(element => new JsonFields(element));

    /// <summary>The texts of a list; whatever else is in it is passed over.</summary>
    public IEnumerable<string> Texts(string name, int most) => Elements(name).Select(Text).OfType<string>().Where(text => text.Length <= most);

    /// <summary>A URL that we are willing to go to, or null.</summary>
    public static Uri? Https(string? text, Uri? start = null)
    {
        if (text is null || text.Length > LongestUri)
            return null;
        bool isUri = start is null ? Uri.TryCreate(text, UriKind.Absolute, out var uri) : Uri.TryCreate(start, text, out uri);
        return isUri && uri!.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0 ? uri : null;
    }

    private static Uri? Https(JsonElement element) => Https(Text(element));

    private static string? Text(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: JSON's grammar has it, no text does.
            return null;
        }
    }

    private JsonElement? Field(string name) => _element.TryGetProperty(name, out var field) ? field : null;

    private IEnumerable<JsonElement> Elements(string name) =>
        Field(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Take(MostElements) : [];
}
