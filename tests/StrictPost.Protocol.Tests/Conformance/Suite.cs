using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace StrictPost.Protocol.Tests.Conformance;

/// <summary>One case of the published suite.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SuiteCase(
    [property: JsonRequired] string Id,
    [property: JsonRequired] JsonObject Input,
    [property: JsonRequired] JsonObject Sender,
    [property: JsonRequired] IReadOnlyList<string> Findings,
    [property: JsonRequired] string Rfc,
    [property: JsonRequired] string Why);

/// <summary>One file of the published suite.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SuiteFile(
    [property: JsonRequired, JsonPropertyName("$schema")] string Schema,
    [property: JsonRequired] string Area,
    [property: JsonRequired] string About,
    [property: JsonRequired] IReadOnlyList<SuiteCase> Cases);

/// <summary>The published suite, as it lies beside the tests.</summary>
public static class Suite
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Where the files are.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "conformance");

    /// <summary>All files.</summary>
    public static IReadOnlyList<SuiteFile> Files { get; } =
    [
        .. Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal)
            .Where(path => Path.GetFileName(path) != "schema.json")
            .Select(path => JsonSerializer.Deserialize<SuiteFile>(File.ReadAllText(path), Options)!),
    ];

    /// <summary>All cases, each with its area.</summary>
    public static IEnumerable<(string Area, SuiteCase Case)> Cases =>
        Files.SelectMany(file => file.Cases.Select(item => (file.Area, item)));
}
