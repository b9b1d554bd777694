using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Evidence;

/// <summary>How evidence is written: camelCase, words for enumerations, nothing that can be worked out from the rest.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = EvidenceScan.MaxDepth,
    Converters =
    [
        typeof(DomainNameJson), typeof(WordJson<LookupEnd>), typeof(WordJson<ConnectionPhase>),
        typeof(WordJson<ConnectionFault>), typeof(WordJson<CertificateFault>), typeof(LengthJson),
    ])]
[JsonSerializable(typeof(EvidenceDocument))]
internal sealed partial class EvidenceJson : JsonSerializerContext;

/// <summary>The same, for people.</summary>
internal static class IndentedEvidenceJson
{
    public static EvidenceJson Context { get; } = new(new JsonSerializerOptions(EvidenceJson.Default.Options) { WriteIndented = true });
}

/// <summary>What our own converters refuse, in words for people.</summary>
internal sealed class EvidenceJsonException(string message) : JsonException(message);

/// <summary>Domain names as text.</summary>
internal sealed class DomainNameJson : JsonConverter<DomainName>
{
    public override DomainName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new EvidenceJsonException("A domain name should stand here.");
        var name = DomainName.Parse(reader.GetString()!);
        return name.Value ?? throw new EvidenceJsonException(name.Findings[0].Message);
    }

    public override void Write(Utf8JsonWriter writer, DomainName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Ascii);
}

/// <summary>Enumerations as words with hyphens, never as numbers.</summary>
internal sealed class WordJson<T> : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? word = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (WordOf(value) == word)
                return value;
        }

        throw new EvidenceJsonException($"One of {string.Join(", ", Enum.GetValues<T>().Select(WordOf))} should stand here.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(WordOf(value));

    private static string WordOf(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}

/// <summary>Lengths of time in seconds, exact to 100 ns.</summary>
internal sealed class LengthJson : JsonConverter<TimeSpan>
{
    private static readonly decimal Longest = (decimal)TimeSpan.FromDays(365 * 100).TotalSeconds;

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out decimal seconds) || seconds < 0 || seconds > Longest)
            throw new EvidenceJsonException(string.Create(CultureInfo.InvariantCulture, $"A number of seconds from 0 to {Longest} should stand here."));
        return new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond));
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((decimal)value.Ticks / TimeSpan.TicksPerSecond);
}
