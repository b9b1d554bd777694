using System.Collections.Immutable;
using System.Text.Json;

namespace StrictPost.Lab.Scenarios;

/// <summary>A value in a JSON file that knows its way from the top, so that a mistake can be pointed at.</summary>
/// <param name="Path">Such as <c>domains.example.test.mx[0]</c>.</param>
/// <param name="Value">What stands there.</param>
internal readonly record struct JsonField(string Path, JsonElement Value)
{
    /// <summary>Whether it says <c>null</c>.</summary>
    public bool IsNull => Value.ValueKind is JsonValueKind.Null;

    /// <summary>A text.</summary>
    public string Text() => Value.ValueKind is JsonValueKind.String ? Value.GetString()! : throw Wrong("must be a text in quotes");

    /// <summary>True or false.</summary>
    public bool Flag() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : throw Wrong("must be true or false");

    /// <summary>A whole number.</summary>
    public int Number(int least, int most) =>
        Value.ValueKind is JsonValueKind.Number && Value.TryGetInt32(out int number) && number >= least && number <= most
            ? number
            : throw Wrong($"must be a whole number from {least} to {most}");

    /// <summary>The entries of a list, each with its own way.</summary>
    public ImmutableArray<JsonField> List()
    {
        if (Value.ValueKind is not JsonValueKind.Array)
            throw Wrong("must be a list in brackets");
        string path = Path;
        return [.. Value.EnumerateArray().Select((entry, index) => new JsonField($"{path}[{index}]", entry))];
    }

    /// <summary>The members of an object by name. Two of the same name are a mistake.</summary>
    public IReadOnlyDictionary<string, JsonField> Members()
    {
        if (Value.ValueKind is not JsonValueKind.Object)
            throw Wrong("must be an object in braces");
        var members = new Dictionary<string, JsonField>(StringComparer.Ordinal);
        foreach (var member in Value.EnumerateObject())
        {
            string way = Path.Length == 0 ? member.Name : $"{Path}.{member.Name}";
            if (!members.TryAdd(member.Name, new JsonField(way, member.Value)))
                throw new FormatException($"{way}: stands there twice");
        }

        return members;
    }

    /// <summary>The members of an object that may have these and no others.</summary>
    public IReadOnlyDictionary<string, JsonField> Members(params ReadOnlySpan<string> known)
    {
        var members = Members();
        foreach (var (name, member) in members)
        {
            if (!known.Contains(name))
                throw member.Wrong($"is not known here; there are: {string.Join(", ", known!)}");
        }

        return members;
    }

    /// <summary>One of an enumeration, spelt <c>like-this</c>.</summary>
    public T OneOf<T>()
        where T : struct, Enum
    {
        string text = Text();
        foreach (var value in Enum.GetValues<T>())
        {
            if (Spelling(value) == text)
                return value;
        }

        throw Wrong($"`{text}` is none of: {string.Join(", ", Enum.GetValues<T>().Select(Spelling))}");
    }

    /// <summary>How an enumeration's value is spelt in a file.</summary>
    public static string Spelling<T>(T value)
        where T : struct, Enum =>
        string.Concat($"{value}".Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(c)}" : $"{c}"));

    /// <summary>A mistake at this place.</summary>
    public FormatException Wrong(string problem) => new($"{(Path.Length == 0 ? "the file" : Path)}: {problem}");
}
