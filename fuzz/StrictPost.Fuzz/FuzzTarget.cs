using System.Text;
using StrictPost.Fuzz.Invariants;

namespace StrictPost.Fuzz;

/// <summary>One parser under test: what it is called, where its seeds are, and what must hold for any bytes.</summary>
public sealed record FuzzTarget(string Name, string SeedFile, Action<byte[]> Check)
{
    private const string EvidenceSeeds = "../fuzz/seeds/evidence";

    /// <summary>All targets.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("policy", "policy.json", PolicyInvariants.Check),
        new("lint", "policy.json", LintInvariants.Check),
        new("record", "record.json", bytes => RecordInvariants.CheckSts(Text(bytes))),
        new("tlsrpt", "tlsrpt-record.json", bytes => RecordInvariants.CheckTlsRpt(Text(bytes))),
        new("report", "report.json", ReportInvariants.Check),
        new("mx", "mx-match.json", bytes => NameInvariants.CheckPattern(Text(bytes))),
        new("domain", "domain-name.json", bytes => NameInvariants.CheckName(Text(bytes))),
        new("evidence", EvidenceSeeds, EvidenceInvariants.Check),
        new("tlsa", EvidenceSeeds, CertificateInvariants.Check),
        new("acme", "../fuzz/seeds/acme", AcmeInvariants.Check),
        new("hello", "../fuzz/seeds/hello", ConnectionInvariants.CheckHello),
        new("proxy", "../fuzz/seeds/proxy", ConnectionInvariants.CheckProxy),
        new("forwarded", "../fuzz/seeds/forwarded", bytes => ConnectionInvariants.CheckForwarded(Text(bytes))),
        new("smtp", "../fuzz/seeds/smtp", SmtpInvariants.Check),
        new("delivery", "../fuzz/seeds/delivery", DeliveryInvariants.Check),
        new("key-file", "../fuzz/seeds/key-file", bytes => UpdateInvariants.CheckKeyFile(Text(bytes))),
        new("update", "../fuzz/seeds/update", UpdateInvariants.CheckResponse),
    ];

    /// <summary>
    /// UTF-8 where the bytes are that, else each byte a character; and a first byte 0xFF says that UTF-16 follows, so that
    /// unpaired surrogates are met too.
    /// </summary>
    private static string Text(byte[] bytes)
    {
        if (bytes.Length > 0 && bytes[0] == 0xFF)
        {
            var text = new StringBuilder();
            for (int i = 1; i + 1 < bytes.Length; i += 2)
                text.Append((char)(bytes[i] | (bytes[i + 1] << 8)));
            return text.ToString();
        }

        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }
}
