using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;

namespace StrictPost.EndToEnd.Tests.Reporting;

/// <summary>Reports for yesterday: ten sessions that succeeded, and two that failed at an expired certificate.</summary>
internal static class SampleReport
{
    /// <summary>The day that they are for.</summary>
    public static string Day { get; } = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static JsonObject Of(string id, string domain = "example.org") => new()
    {
        ["organization-name"] = "Reporter Inc.",
        ["date-range"] = new JsonObject { ["start-datetime"] = $"{Day}T00:00:00Z", ["end-datetime"] = $"{Day}T23:59:59Z" },
        ["contact-info"] = "tls@reporter.example",
        ["report-id"] = id,
        ["policies"] = new JsonArray(new JsonObject
        {
            ["policy"] = new JsonObject
            {
                ["policy-type"] = "sts",
                ["policy-string"] = new JsonArray("version: STSv1", "mode: enforce", $"mx: mx1.{domain}", "max_age: 604800"),
                ["policy-domain"] = domain,
                ["mx-host"] = new JsonArray($"mx1.{domain}"),
            },
            ["summary"] = new JsonObject { ["total-successful-session-count"] = 10, ["total-failure-session-count"] = 2 },
            ["failure-details"] = new JsonArray(new JsonObject
            {
                ["result-type"] = "certificate-expired",
                ["sending-mta-ip"] = "192.0.2.1",
                ["receiving-mx-hostname"] = $"mx1.{domain}",
                ["receiving-ip"] = "198.51.100.1",
                ["failed-session-count"] = 2,
            }),
        }),
    };

    /// <summary>The first failure of a report.</summary>
    public static JsonObject Failure(this JsonObject report) => report["policies"]![0]!["failure-details"]![0]!.AsObject();

    /// <summary>Gives a report failures at so many hosts, mx1 and so on: each of one session more than the next.</summary>
    public static void FailAt(this JsonObject report, int hosts)
    {
        var failures = report["policies"]![0]!["failure-details"]!.AsArray();
        var first = report.Failure();
        failures.Clear();
        for (int host = 1; host <= hosts; host++)
        {
            var failure = first.DeepClone().AsObject();
            failure["receiving-mx-hostname"] = $"mx{host}.example.org";
            failure["failed-session-count"] = hosts + 1 - host;
            failures.Add((JsonNode)failure);
        }

        report["policies"]![0]!["summary"]!["total-failure-session-count"] = hosts * (hosts + 1) / 2;
    }

    public static byte[] ToGzip(this JsonObject report)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(report.ToJsonString()));
        return bytes.ToArray();
    }

    /// <summary>As reporters mail it (RFC 8460 §5.3).</summary>
    public static MimeMessage ToMail(this JsonObject report)
    {
        var mail = new MimeMessage { Subject = "Report Domain: example.org Submitter: reporter.example" };
        mail.From.Add(new MailboxAddress("", "noreply@reporter.example"));
        mail.To.Add(new MailboxAddress("", "example.org@reports.example.net"));
        mail.Headers.Add("TLS-Report-Domain", "example.org");
        mail.Headers.Add("TLS-Report-Submitter", "reporter.example");
        var attachment = new MimePart("application", "tlsrpt+gzip")
        {
            Content = new MimeContent(new MemoryStream(report.ToGzip())),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = "reporter.example!example.org!1!2.json.gz",
        };
        var body = new Multipart("report") { new TextPart("plain") { Text = "A report." }, attachment };
        body.ContentType.Parameters.Add("report-type", "tlsrpt");
        mail.Body = body;
        return mail;
    }

    public static byte[] ToBytes(this MimeMessage mail)
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        using var bytes = new MemoryStream();
        mail.WriteTo(options, bytes);
        return bytes.ToArray();
    }
}
