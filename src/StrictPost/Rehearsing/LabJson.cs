using System.Text.Json.Serialization;

namespace StrictPost.Rehearsing;

/// <summary>A scenario as <c>lab --list --format json</c> names it.</summary>
internal sealed record LabSummary(string Name, string About, string? Verdict, IReadOnlyList<string>? Codes);

/// <summary>Where a lab answers. <paramref name="Check"/> is the arguments of the <c>check</c> that fits it.</summary>
internal sealed record LabEndpoints(
    string About, string Dns, string Ca, int HttpsPort, int SmtpPort, IReadOnlyList<string> Check, string? Verdict, IReadOnlyList<string>? Codes);

/// <summary>The JSON of <c>lab</c>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LabSummary[]))]
[JsonSerializable(typeof(LabEndpoints))]
internal sealed partial class LabJson : JsonSerializerContext;
