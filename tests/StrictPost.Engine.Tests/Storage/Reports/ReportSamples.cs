using System.Text;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Tests.Storage.Reports;

/// <summary>Reports to store.</summary>
internal static class ReportSamples
{
    public static string Json(string id, string domain = "example.org", int day = 1, long good = 7, long bad = 3, string mode = "enforce", string organization = "Reporter Ltd.") =>
        $$"""
        {
          "organization-name": "{{organization}}", "contact-info": "tls@reporter.example", "report-id": "{{id}}",
          "date-range": { "start-datetime": "2026-02-{{day:D2}}T00:00:00Z", "end-datetime": "2026-02-{{day:D2}}T23:59:59Z" },
          "policies": [ {
            "policy": { "policy-type": "sts", "policy-domain": "{{domain}}",
                        "policy-string": ["version: STSv1", "mode: {{mode}}", "mx: mx1.{{domain}}", "max_age: 86400"] },
            "summary": { "total-successful-session-count": {{good}}, "total-failure-session-count": {{bad}} },
            "failure-details": [ { "result-type": "certificate-expired", "sending-mta-ip": "192.0.2.77", "receiving-mx-hostname": "MX1.{{domain}}.",
                                   "failed-session-count": {{bad}} } ]
          } ]
        }
        """;

    public static Delivery Delivery(string json, WayIn way = WayIn.Https) => new(Encoding.UTF8.GetBytes(json), way) { AddressedTo = "example.org" };

    public static FoundReport Found(string json, ReportTrust trust = ReportTrust.SignedByReporter) =>
        new(ReportParser.Parse(Encoding.UTF8.GetBytes(json), ReportHints.None).Value!, [], trust, "reporter.example", null);
}
