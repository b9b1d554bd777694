using System.IO.Compression;
using System.Net;
using System.Text;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Intake.Trust;

namespace StrictPost.Engine.Tests.Intake;

/// <summary>Reports, what is put around them, and a reader for them.</summary>
internal static class Reports
{
    public const string Reporter = "reporter.example";
    public const string Domain = "example.org";

    /// <summary>A report about <see cref="Domain"/>, with a number of its own so that several can be told apart.</summary>
    public static byte[] Json(string id = "1", string domain = Domain, string contact = $"tls@{Reporter}") => Encoding.UTF8.GetBytes($$$"""
        {"organization-name":"Reporter Inc.","contact-info":"{{{contact}}}","report-id":"{{{id}}}",
         "date-range":{"start-datetime":"2026-05-01T00:00:00Z","end-datetime":"2026-05-01T23:59:59Z"},
         "policies":[{"policy":{"policy-type":"no-policy-found","policy-domain":"{{{domain}}}"},
         "summary":{"total-successful-session-count":5,"total-failure-session-count":0}}]}
        """);

    public static byte[] Gzip(byte[] bytes) => Packed(bytes, stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Zlib(byte[] bytes) => Packed(bytes, stream => new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    public static byte[] Zip(params (string Name, byte[] Bytes)[] files) => Zip(CompressionLevel.Optimal, files);

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Bytes)[] files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var file = archive.CreateEntry(name, level).Open();
                file.Write(bytes);
            }
        }

        return packed.ToArray();
    }

    /// <summary>A mail of parts, each with headers of its own.</summary>
    public static byte[] Mail(params string[] parts) => Encoding.Latin1.GetBytes(
        $"From: tls@{Reporter}\r\nTo: reports@{Domain}\r\nSubject: Report Domain: {Domain}\r\n Submitter: {Reporter} Report-ID: <7@{Reporter}>\r\n"
        + $"TLS-Report-Domain: {Domain}\r\nTLS-Report-Submitter: {Reporter}\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/report; report-type=\"tlsrpt\"; boundary=\"=-b\"\r\n\r\n"
        + string.Concat(parts.Select(part => $"--=-b\r\n{part}\r\n")) + "--=-b--\r\n");

    /// <summary>A part in base64.</summary>
    public static string Part(string type, byte[] bytes) =>
        $"Content-Type: {type}\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks)}";

    /// <summary>A part as it is.</summary>
    public static string Plain(string type, byte[] bytes) => $"Content-Type: {type}\r\n\r\n{Encoding.Latin1.GetString(bytes)}";

    public static string Text(string words) => $"Content-Type: text/plain\r\n\r\n{words}";

    /// <summary>Reads without any DNS.</summary>
    public static async Task<DeliveryReading> ReadAsync(byte[] bytes, WayIn way = WayIn.Smtp, string? addressedTo = null)
    {
        using var reader = new ReportReader(new DkimJudge(new DnsLookups(new IPEndPoint(IPAddress.Loopback, 9), TimeProvider.System), TimeProvider.System));
        return await reader.ReadAsync(new Delivery(bytes, way) { AddressedTo = addressedTo }, TestContext.Current.CancellationToken);
    }

    private static byte[] Packed(byte[] bytes, Func<Stream, Stream> pack)
    {
        using var packed = new MemoryStream();
        using (var packing = pack(packed))
            packing.Write(bytes);
        return packed.ToArray();
    }
}
