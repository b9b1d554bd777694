using System.Text;
using System.Text.Json;

namespace StrictPost.Fuzz;

/// <summary>Seeds: the inputs of the conformance suite, and files as they are.</summary>
public static class Corpus
{
    /// <summary>The inputs of one area's file, or all files of a folder.</summary>
    public static IReadOnlyList<byte[]> Read(string path)
    {
        if (Directory.Exists(path))
            return [.. Directory.GetFiles(path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(item => Seed(item.GetProperty("input")))];
    }

    private static byte[] Seed(JsonElement input)
    {
        if (input.TryGetProperty("base64", out var base64))
            return base64.GetBytesFromBase64();
        if (input.TryGetProperty("records", out var records))
            return Bytes(string.Join('\n', records.EnumerateArray().Select(Joined)));
        if (input.TryGetProperty("report", out var report))
            return Bytes(report.GetRawText());
        if (input.TryGetProperty("pattern", out var pattern))
            return Bytes($"{pattern.GetString()}\n{input.GetProperty("host").GetString()}");
        return Bytes(input.GetProperty("text").GetString()!);
    }

    private static string Joined(JsonElement strings) =>
        string.Concat(strings.EnumerateArray().Select(text => text.GetString()));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
