using System.Text.Json;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Tls;

namespace StrictPost.EndToEnd.Tests.Checking;

/// <summary><c>docs/evidence.schema.json</c> against what is written.</summary>
public sealed class EvidenceSchemaTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "evidence.schema.json")));

    [Fact]
    public void Schema_OfWhatIsWritten_FindsNoFault()
    {
        byte[] written = EvidenceFile.Write(new SavedCheck(SampleEvidence.Full(), CheckContext.Default with { DraftRecord = "x" }), indented: false);

        Assert.Empty(Faults(Schema, JsonElement.Parse(written), "$"));
    }

    [Fact]
    public void Schema_OfOtherValues_FindsFaults()
    {
        Assert.NotEmpty(Faults(Schema, JsonElement.Parse("""{"schema":1,"publicInternet":true,"evidence":{"domain":7}}"""), "$"));
        Assert.NotEmpty(Faults(Schema, JsonElement.Parse("""{"schema":2,"publicInternet":true,"evidence":{}}"""), "$"));
    }

    [Fact]
    public void Schema_Enumerations_AreThoseOfTheModel()
    {
        Assert.Equal(Words<LookupEnd>(), Enumeration("lookupEnd"));
        Assert.Equal(Words<CertificateFault>(), Texts(Schema.GetProperty("$defs").GetProperty("certificateFaults").GetProperty("items").GetProperty("enum")));
        var end = Schema.GetProperty("$defs").GetProperty("end").GetProperty("properties");
        Assert.Equal(Words<ConnectionFault>(), Texts(end.GetProperty("fault").GetProperty("enum")));
        Assert.Equal(Words<ConnectionPhase>(), Texts(end.GetProperty("phase").GetProperty("enum")));
    }

    private static string Enumeration(string name) => Texts(Schema.GetProperty("$defs").GetProperty(name).GetProperty("enum"));

    private static string Texts(JsonElement array) => string.Join(' ', array.EnumerateArray().Select(item => item.GetString()));

    private static string Words<T>()
        where T : struct, Enum =>
        string.Join(' ', Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName));

    /// <summary>As much of JSON Schema as the file uses.</summary>
    private static IEnumerable<string> Faults(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = Schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        if (schema.TryGetProperty("const", out var constant) && constant.GetRawText() != value.GetRawText())
            return [$"{path} is not {constant}"];
        if (schema.TryGetProperty("enum", out var words))
            return words.EnumerateArray().Any(word => word.GetString() == value.GetString()) ? [] : [$"{path} is {value}"];
        return (schema.TryGetProperty("type", out var type) ? type.GetString() : null) switch
        {
            null => [],
            "object" => value.ValueKind == JsonValueKind.Object ? Fields(schema, value, path) : [$"{path} is no object"],
            "array" => value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().SelectMany((item, i) => Faults(schema.GetProperty("items"), item, $"{path}[{i}]"))
                : [$"{path} is no array"],
            "string" => value.ValueKind == JsonValueKind.String ? [] : [$"{path} is no string"],
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : [$"{path} is no boolean"],
            _ => value.ValueKind == JsonValueKind.Number ? [] : [$"{path} is no number"],
        };
    }

    private static IEnumerable<string> Fields(JsonElement schema, JsonElement value, string path)
    {
        var known = schema.GetProperty("properties");
        var missing = schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{path} has no {name}")
            : [];
        return missing.Concat(value.EnumerateObject().SelectMany(field => known.TryGetProperty(field.Name, out var inner)
            ? Faults(inner, field.Value, $"{path}.{field.Name}")
            : [$"{path} has a field {field.Name}"]));
    }
}
