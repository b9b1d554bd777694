using System.Text.Json;

namespace StrictPost.Protocol.Evidence;

/// <summary>
/// A first look over the bytes, for what the deserializer does not see, or does not say in words for people: broken JSON,
/// another form, null among the items of an array.
/// </summary>
internal static class EvidenceScan
{
    /// <summary>Deepest nesting; evidence itself needs less.</summary>
    public const int MaxDepth = 24;

    /// <summary>One object or array that is open.</summary>
    private sealed record Level(bool IsArray)
    {
        public int Index { get; set; } = -1;

        public string Name { get; set; } = "";
    }

    /// <summary>The first fault, or null.</summary>
    public static EvidenceFault? Check(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var levels = new Stack<Level>();
        bool hasSchema = false;
        try
        {
            while (reader.Read())
            {
                if (levels.Count == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject))
                    return new EvidenceFault("It is no saved check: a JSON object should stand here.", "$", 1);
                Step(ref reader, levels);
                if (reader.TokenType == JsonTokenType.Null && levels.Peek().IsArray)
                    return new EvidenceFault("`null` stands among the items of an array.", PathOf(levels), LineAt(json, reader.TokenStartIndex));
                if (levels.Count != 1 || levels.Peek().Name != "schema" || reader.TokenType == JsonTokenType.PropertyName)
                    continue;
                hasSchema = true;
                if (Schema(ref reader) is { } fault)
                    return fault with { Path = PathOf(levels), Line = LineAt(json, reader.TokenStartIndex) };
            }
        }
        catch (JsonException error)
        {
            return FaultOf(error) with { Path = null };
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape in a field's name.
            return new EvidenceFault("A name holds half of a character.", PathOf(levels), LineAt(json, reader.TokenStartIndex));
        }

        return hasSchema ? null : new EvidenceFault("It is no saved check: it has no `schema`.", "$", 1);
    }

    /// <summary>The deserializer's complaint without the names of .NET types, which mean nothing to a user.</summary>
    public static EvidenceFault FaultOf(JsonException error)
    {
        string message = error is EvidenceJsonException ? error.Message : InPlainWords(error.Message);
        return new EvidenceFault(message, error.Path, (error.LineNumber ?? 0) + 1);
    }

    private static string InPlainWords(string message)
    {
        const string missing = "including: ";
        if (message.IndexOf(missing, StringComparison.Ordinal) is var list and >= 0)
            return $"A field is missing here: {message[(list + missing.Length)..].Split(". Path:")[0].TrimEnd('.').Replace('\'', '`')}.";
        if (message.Contains("could not be mapped", StringComparison.Ordinal))
            return "There is no field of this name.";
        if (message.Contains("uplicate", StringComparison.Ordinal))
            return "This field stands here twice.";
        if (message.Contains("null values", StringComparison.Ordinal))
            return "`null` stands where a value has to be.";
        return message.Contains("could not be converted", StringComparison.Ordinal) || message.Contains("StrictPost.", StringComparison.Ordinal) || message.Contains("System.", StringComparison.Ordinal)
            ? "A value of another kind should stand here."
            : $"The JSON is broken here: {message.Split(" LineNumber:")[0].Split(" Path:")[0]}";
    }

    private static void Step(ref Utf8JsonReader reader, Stack<Level> levels)
    {
        if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
        {
            levels.Pop();
            return;
        }

        if (levels.TryPeek(out var level))
        {
            if (level.IsArray)
                level.Index++;
            else if (reader.TokenType == JsonTokenType.PropertyName)
                level.Name = reader.GetString()!;
        }

        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            levels.Push(new Level(reader.TokenType == JsonTokenType.StartArray));
    }

    private static EvidenceFault? Schema(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int schema))
            return new EvidenceFault("The number of the form should stand here.");
        return schema == EvidenceFile.Schema
            ? null
            : new EvidenceFault($"This is form {schema}, and only form {EvidenceFile.Schema} is known here. Another version of StrictPost wrote it.");
    }

    private static string PathOf(Stack<Level> levels) =>
        "$" + string.Concat(levels.Reverse().Select(level => level.IsArray ? $"[{level.Index}]" : $".{level.Name}"));

    private static long LineAt(ReadOnlySpan<byte> json, long offset) => json[..(int)offset].Count((byte)'\n') + 1;
}
