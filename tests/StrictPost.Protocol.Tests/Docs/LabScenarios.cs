using System.Text.Json;
using System.Text.Json.Nodes;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>The lab's own scenarios, read as data: which one shows a finding.</summary>
internal static class LabScenarios
{
    private static readonly JsonDocumentOptions Relaxed = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly List<(string Name, List<string> Codes)> All =
        [.. Read().OrderBy(scenario => scenario.Codes.Count).ThenBy(scenario => scenario.Name, StringComparer.Ordinal)];

    /// <summary>The scenario with the fewest findings of which this is one, or null.</summary>
    public static string? Showing(string code) =>
        All.Find(scenario => scenario.Codes.Contains(code, StringComparer.Ordinal)).Name;

    private static IEnumerable<(string Name, List<string> Codes)> Read()
    {
        foreach (string path in Directory.EnumerateFiles(Path.Combine(GeneratedDocs.Root, "src/StrictPost.Lab/Scenarios"), "*.json"))
        {
            if (JsonNode.Parse(File.ReadAllText(path), documentOptions: Relaxed)?["expect"]?["codes"] is JsonArray codes)
                yield return (Path.GetFileNameWithoutExtension(path), [.. codes.Select(code => code!.GetValue<string>())]);
        }
    }
}
