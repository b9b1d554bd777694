using System.Globalization;
using System.IO.Compression;
using System.Text;
using StrictPost.Engine.Intake;

namespace StrictPost.Bench.Reports;

/// <summary>In which form reports come.</summary>
internal enum ReportKind
{
    /// <summary>Posted, compressed.</summary>
    Gzip,

    /// <summary>Posted as it is.</summary>
    Json,

    /// <summary>By mail.</summary>
    Mail,
}

/// <summary>Reports like those of large senders: one policy, every fifth with two failures.</summary>
internal static class SampleReports
{
    private static readonly string[] Reporters = ["google.com", "microsoft.com", "mail.example", "yahooinc.example", "posteo.example"];

    public static string Domain(int number) => string.Create(CultureInfo.InvariantCulture, $"d{number:D5}.example.org");

    public static Delivery Make(int number, ReportKind kind, int domains)
    {
        string domain = Domain(number % domains);
        string json = Json(number, domain, Reporters[number / domains % Reporters.Length], new DateOnly(2026, 1, 1).AddDays(number / domains / Reporters.Length % 365));
        return kind switch
        {
            ReportKind.Json => new Delivery(Encoding.UTF8.GetBytes(json), WayIn.Https) { AddressedTo = domain },
            ReportKind.Gzip => new Delivery(Compress(json), WayIn.Https) { AddressedTo = domain },
            _ => new Delivery(Encoding.UTF8.GetBytes(Mail(domain, Compress(json))), WayIn.Smtp) { AddressedTo = domain, Source = "192.0.2.1" },
        };
    }

    private static string Json(int number, string domain, string reporter, DateOnly day)
    {
        string failures = number % 5 != 0 ? "" :
            $$"""
            { "result-type": "certificate-expired", "sending-mta-ip": "192.0.{{number % 200}}.7", "receiving-mx-hostname": "mx1.{{domain}}", "receiving-ip": "198.51.100.1", "failed-session-count": 2 },
            { "result-type": "starttls-not-supported", "sending-mta-ip": "192.0.{{number % 200}}.8", "receiving-mx-hostname": "mx2.{{domain}}", "receiving-ip": "198.51.100.2", "failed-session-count": 1 }
            """;
        return
            $$"""
            { "organization-name": "{{reporter}}", "contact-info": "smtp-tls-reporting@{{reporter}}", "report-id": "{{day:yyyy-MM-dd}}T00:00:00Z_{{domain}}_{{number}}",
              "date-range": { "start-datetime": "{{day:yyyy-MM-dd}}T00:00:00Z", "end-datetime": "{{day:yyyy-MM-dd}}T23:59:59Z" },
              "policies": [ { "policy": { "policy-type": "sts", "policy-domain": "{{domain}}",
                "policy-string": ["version: STSv1", "mode: enforce", "mx: mx1.{{domain}}", "mx: mx2.{{domain}}", "max_age: 604800"] },
                "summary": { "total-successful-session-count": {{number % 97}}, "total-failure-session-count": {{(number % 5 == 0 ? 3 : 0)}} },
                "failure-details": [ {{failures}} ] } ] }
            """;
    }

    private static byte[] Compress(string json)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(json));
        return bytes.ToArray();
    }

    private static string Mail(string domain, byte[] gzip) =>
        $"""
        Received: from mail.reporter.example (mail.reporter.example [192.0.2.1])
        	by mx.reports.example with ESMTPS id 0123456789
        	for <{domain}@reports.example>; Thu, 1 Jan 2026 01:02:03 +0000
        From: noreply-smtp-tls-reporting@google.com
        To: {domain}@reports.example
        Date: Thu, 1 Jan 2026 01:02:03 +0000
        TLS-Report-Domain: {domain}
        TLS-Report-Submitter: google.com
        Subject: Report Domain: {domain} Submitter: google.com Report-ID: <2026.01.01T00.00.00Z+{domain}@google.com>
        Message-ID: <{domain}@google.com>
        MIME-Version: 1.0
        Content-Type: multipart/report; boundary="000000000000ff6e2506223ab640"; report-type=tlsrpt

        --000000000000ff6e2506223ab640
        Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes

        This is an aggregate TLS report from google.com

        --000000000000ff6e2506223ab640
        Content-Type: application/tlsrpt+gzip; name="google.com!{domain}!1767225600!1767311999!001.json.gz"
        Content-Disposition: attachment; filename="google.com!{domain}!1767225600!1767311999!001.json.gz"
        Content-Transfer-Encoding: base64

        {Convert.ToBase64String(gzip, Base64FormattingOptions.InsertLineBreaks)}
        --000000000000ff6e2506223ab640--

        """.ReplaceLineEndings("\r\n");
}
