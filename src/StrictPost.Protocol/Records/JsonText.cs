using System.Buffers;
using System.Text;
using System.Text.Json;

namespace StrictPost.Protocol.Records;

/// <summary>A JSON array of objects with <c>name</c>, <c>type</c>, <c>ttl</c> and <c>value</c>; names have no trailing dot.</summary>
internal static class JsonText
{
    public static string Of(RecordSet set)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            foreach (var record in set.Records)
                Write(json, record);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, DnsRecord record)
    {
        json.WriteStartObject();
        json.WriteString("name", record.Name.Ascii);
        json.WriteString("type", $"{record.Type}");
        json.WriteNumber("ttl", record.Ttl);
        json.WriteString("value", record.Value);
        json.WriteEndObject();
    }
}
