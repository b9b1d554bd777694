using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Sending;

/// <summary>A report of no sessions, which proves the way that reports take and counts for nothing.</summary>
/// <param name="Domain">The domain that it is about.</param>
/// <param name="Id">Its report-id: nobody can guess it.</param>
/// <param name="Day">The day that it is for, UTC.</param>
public sealed record TestReport(DomainName Domain, string Id, DateOnly Day)
{
    /// <summary>Who sends it, as the report has it.</summary>
    public const string Organization = "StrictPost test";

    /// <summary>A new one.</summary>
    public static TestReport New(DomainName domain, DateTimeOffset now) =>
        new(domain, $"strictpost-test-{Guid.NewGuid():N}", DateOnly.FromDateTime(now.UtcDateTime));

    /// <summary>The name of the file (RFC 8460 §5.1).</summary>
    public string FileName
    {
        get
        {
            var start = new DateTimeOffset(Day, TimeOnly.MinValue, TimeSpan.Zero);
            return string.Create(CultureInfo.InvariantCulture, $"{Domain}!{Domain}!{start.ToUnixTimeSeconds()}!{start.AddDays(1).ToUnixTimeSeconds() - 1}!{Id}.json.gz");
        }
    }

    /// <summary>The report, compressed as RFC 8460 §5.2 wants it.</summary>
    public byte[] ToGzip()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
            gzip.Write(ToJson());
        return bytes.ToArray();
    }

    private byte[] ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("organization-name", Organization);
            json.WriteStartObject("date-range");
            json.WriteString("start-datetime", $"{Day:yyyy-MM-dd}T00:00:00Z");
            json.WriteString("end-datetime", $"{Day:yyyy-MM-dd}T23:59:59Z");
            json.WriteEndObject();
            json.WriteString("contact-info", $"postmaster@{Domain}");
            json.WriteString("report-id", Id);
            json.WriteStartArray("policies");
            WritePolicy(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private void WritePolicy(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("policy");
        json.WriteString("policy-type", "no-policy-found");
        json.WriteString("policy-domain", Domain.Ascii);
        json.WriteEndObject();
        json.WriteStartObject("summary");
        json.WriteNumber("total-successful-session-count", 0);
        json.WriteNumber("total-failure-session-count", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
