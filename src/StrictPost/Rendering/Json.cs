using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace StrictPost.Rendering;

/// <summary>A finding as scripts read it.</summary>
internal sealed record FindingJson(
    string Code, string Severity, string Message, string Fix, string Rfc,
    int? Line, int? Column, string? Host, string? Value);

/// <summary>What <c>lint</c> says of one subject.</summary>
internal sealed record LintJson(string Subject, bool Valid, IReadOnlyList<FindingJson> Findings, IReadOnlyList<RepairJson>? Repairs);

/// <summary>What <c>lint --fix</c> did.</summary>
internal sealed record RepairJson(string Code, int? Line, string Before, string? After);

/// <summary>All JSON that the command line prints: camelCase, indented, nothing in it that a terminal would obey.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FindingJson))]
[JsonSerializable(typeof(LintJson))]
[JsonSerializable(typeof(IReadOnlyList<LintJson>))]
[JsonSerializable(typeof(CheckJson))]
[JsonSerializable(typeof(IReadOnlyList<CheckJson>))]
[JsonSerializable(typeof(SarifLog))]
internal sealed partial class Json : JsonSerializerContext;

/// <summary>How <see cref="Json"/> is written: <c>§</c> and other Latin letters stay readable.</summary>
internal static class ReadableJson
{
    /// <summary>Indented.</summary>
    public static Json Context { get; } = new(Options(indented: true));

    /// <summary>Each value in one line.</summary>
    public static Json Lines { get; } = new(Options(indented: false));

    private static JsonSerializerOptions Options(bool indented) => new(Json.Default.Options)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement),
        WriteIndented = indented,
    };
}
