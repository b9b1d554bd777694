namespace StrictPost.Protocol.Tests.Docs;

/// <summary>The sections of the two RFCs that this product is about, so that the page also shows what nothing cites.</summary>
internal static class RfcSections
{
    private static readonly (int Rfc, string Title)[] Rfcs =
    [
        (8461, "SMTP MTA Strict Transport Security (MTA-STS)"),
        (8460, "SMTP TLS Reporting"),
        (1034, "Domain names: concepts and facilities"),
        (1918, "Private IPv4 addresses"),
        (2181, "Clarifications to the DNS specification"),
        (3207, "SMTP over TLS (STARTTLS)"),
        (4035, "DNSSEC: protocol"),
        (4193, "Unique local IPv6 addresses"),
        (4291, "IPv6 addressing"),
        (6598, "Shared IPv4 address space"),
        (6698, "DANE and TLSA records"),
        (6840, "DNSSEC: clarifications"),
        (6891, "Extension mechanisms for DNS (EDNS)"),
        (7671, "DANE: updates and operational guidance"),
        (1035, "Domain names: implementation and specification"),
        (1123, "Requirements for Internet hosts"),
        (2136, "Dynamic updates in DNS"),
        (2308, "Negative caching of DNS queries"),
        (4180, "Comma-separated values (CSV)"),
        (5280, "X.509 certificates"),
        (5952, "IPv6 addresses as text"),
        (6066, "TLS extensions"),
        (6125, "Service identity in certificates"),
        (6376, "DomainKeys Identified Mail (DKIM)"),
        (8446, "TLS 1.3"),
        (8555, "Automatic certificates (ACME)"),
        (9110, "HTTP semantics"),
        (3986, "Uniform Resource Identifier (URI): generic syntax"),
        (5321, "Simple Mail Transfer Protocol"),
        (5891, "Internationalized domain names: protocol"),
        (5892, "Internationalized domain names: code points"),
        (5895, "Internationalized domain names: mapping characters"),
        (7208, "Sender Policy Framework (SPF)"),
        (7505, "Null MX"),
        (7672, "SMTP security via DANE"),
    ];

    private static readonly (int Rfc, string Section, string Title)[] All =
    [
        (8461, "2", "Related Technologies"),
        (8461, "3.1", "MTA-STS TXT Records"),
        (8461, "3.2", "MTA-STS Policies"),
        (8461, "3.3", "HTTPS Policy Fetching"),
        (8461, "3.4", "Policy Selection for Smart Hosts and Subdomains"),
        (8461, "4", "Policy Validation"),
        (8461, "4.1", "MX Host Validation"),
        (8461, "4.2", "Recipient MTA Certificate Validation"),
        (8461, "5", "Policy Application"),
        (8461, "5.1", "Policy Application Control Flow"),
        (8461, "6", "Reporting Failures"),
        (8461, "7.1", "SNI Support"),
        (8461, "7.2", "Minimum TLS Version Support"),
        (8461, "8.1", "Policy Updates"),
        (8461, "8.2", "Policy Delegation"),
        (8461, "8.3", "Removing MTA-STS"),
        (8461, "8.4", "Preserving MX Candidate Traversal"),
        (8461, "10.2", "Preventing Policy Discovery"),
        (8461, "10.3", "Denial of Service"),
        (8461, "10.4", "Weak Policy Constraints"),
        (8461, "10.5", "Compromise of the Web PKI System"),
        (8460, "3", "Reporting Policy"),
        (8460, "4.1", "Report Time Frame"),
        (8460, "4.2", "Delivery Summary"),
        (8460, "4.3", "Result Types"),
        (8460, "4.4", "JSON Report Schema"),
        (8460, "5.1", "Report Filename"),
        (8460, "5.2", "Compression"),
        (8460, "5.3", "Email Transport"),
        (8460, "5.4", "HTTPS Transport"),
        (8460, "5.5", "Delivery Retry"),
        (8460, "5.6", "Metadata Variances"),
        (8460, "7", "Security Considerations"),
    ];

    public static IReadOnlyDictionary<Section, string> Titles { get; } =
        All.ToDictionary(row => new Section(row.Rfc, row.Section), row => row.Title);

    /// <summary>What the RFC is about, or nothing where nobody has named it here yet.</summary>
    public static string? TitleOf(int rfc) => Rfcs.FirstOrDefault(row => row.Rfc == rfc).Title;

    /// <summary>The two RFCs of the product first, then the others by number.</summary>
    public static int Rank(int rfc) => rfc switch
    {
        8461 => 0,
        8460 => 1,
        _ => rfc,
    };
}
