using System.Text.Json;
using StrictPost.Engine.Storage.Upkeep;

namespace StrictPost.Upkeep;

/// <summary>What the verbs under <c>store</c> print as JSON.</summary>
internal static class StoreJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<TableDigest> tables)
    {
        json.WriteStartArray("tables");
        foreach (var table in tables)
        {
            json.WriteStartObject();
            json.WriteString("table", table.Table);
            json.WriteNumber("rows", table.Rows);
            json.WriteString("sha256", table.Hash);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<StoreProblem> problems)
    {
        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("where", problem.Where);
            json.WriteString("message", problem.Message);
            json.WriteString("fix", problem.Fix);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
