using System.Text.Json;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Domains;

/// <summary>The ledger for programs.</summary>
internal static class LedgerJson
{
    /// <summary>Writes the value of a property: bodies, horizon, fetches, and nodes that keep the answer open.</summary>
    public static void Write(Utf8JsonWriter json, DomainLedger ledger, DateTimeOffset now)
    {
        json.WriteStartObject();
        WriteHorizon(json, Horizon.Of(ledger.Bodies, now));
        json.WriteStartArray("bodies");
        foreach (var body in ledger.Bodies)
            WriteBody(json, body, now);
        json.WriteEndArray();
        json.WriteStartArray("fetches");
        foreach (var fetch in ledger.Fetches)
            WriteFetch(json, fetch);
        json.WriteEndArray();
        json.WriteStartArray("nodesBehind");
        foreach (var node in ledger.Behind)
            WriteNode(json, node);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>One node.</summary>
    public static void WriteNode(Utf8JsonWriter json, ServingNode node)
    {
        json.WriteStartObject();
        json.WriteString("name", node.Name);
        json.WriteString("startedAt", node.StartedAt);
        json.WriteString("seenAt", node.SeenAt);
        json.WriteNumber("sequence", node.Sequence);
        WriteTime(json, "stoppedAt", node.StoppedAt);
        json.WriteEndObject();
    }

    /// <summary>A time, or null.</summary>
    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
            json.WriteString(name, known);
        else
            json.WriteNull(name);
    }

    private static void WriteHorizon(Utf8JsonWriter json, Horizon horizon)
    {
        json.WriteStartObject("horizon");
        WriteTime(json, "enforce", horizon.Until(PolicyMode.Enforce));
        WriteTime(json, "enforceOrTesting", horizon.Until(PolicyMode.Testing));
        WriteTime(json, "any", horizon.Until(PolicyMode.None));
        json.WriteBoolean("settled", horizon.IsSettled);
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, ServedBody body, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("id", body.Id);
        json.WriteString("mode", body.Policy.Mode.ToText());
        json.WriteNumber("maxAge", body.Policy.MaxAge);
        json.WriteStartArray("mx");
        foreach (var pattern in body.Policy.Mx)
            json.WriteStringValue(pattern.Text);
        json.WriteEndArray();
        json.WriteString("sha256", body.Hash);
        json.WriteNumber("bytes", body.Size);
        json.WriteString("publishedAt", body.PublishedAt);
        WriteTime(json, "firstServed", body.FirstServed);
        WriteTime(json, "lastServed", body.LastServed);
        WriteTime(json, "retiredAt", body.RetiredAt);
        json.WriteString("standing", body.Standing switch
        {
            BodyStanding.Current => "current",
            BodyStanding.Unsettled => "unsettled",
            _ => "retired",
        });
        WriteTime(json, "heldUntil", body.HeldUntil(now));
        json.WriteEndObject();
    }

    private static void WriteFetch(Utf8JsonWriter json, FetchSummary fetch)
    {
        json.WriteStartObject();
        json.WriteString("family", fetch.Family);
        json.WriteNumber("times", fetch.Times);
        json.WriteNumber("networks", fetch.Networks);
        json.WriteString("lastAt", fetch.LastAt);
        json.WriteEndObject();
    }
}
