using System.Text.Json;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>Kinds of JSON values in words.</summary>
internal static class JsonShapes
{
    public static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
