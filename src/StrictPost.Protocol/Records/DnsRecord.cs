using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Records;

/// <summary>The types of record that MTA-STS and TLS reporting need.</summary>
public enum DnsRecordType
{
    /// <summary>An IPv4 address.</summary>
    A,

    /// <summary>An IPv6 address.</summary>
    AAAA,

    /// <summary>An alias.</summary>
    CNAME,

    /// <summary>A text.</summary>
    TXT,
}

/// <summary>One DNS record to publish.</summary>
public sealed record DnsRecord
{
    /// <summary>Longest character-string of a TXT record, in bytes (RFC 1035 §3.3).</summary>
    public const int LongestString = 255;

    private DnsRecord(DomainName name, DnsRecordType type, int ttl, string value)
    {
        Name = name;
        Type = type;
        Ttl = ttl;
        Value = value;
    }

    /// <summary>The owner's full name.</summary>
    public DomainName Name { get; }

    /// <summary>The type.</summary>
    public DnsRecordType Type { get; }

    /// <summary>How long resolvers may keep it, in seconds.</summary>
    public int Ttl { get; }

    /// <summary>An address, a full name without trailing dot, or a text: without the escaping of any format.</summary>
    public string Value { get; }

    /// <summary>A or AAAA.</summary>
    public static DnsRecord OfAddress(DomainName name, int ttl, HostAddress address) =>
        new(name, address.IsIpv6 ? DnsRecordType.AAAA : DnsRecordType.A, ttl, address.Text);

    /// <summary>CNAME.</summary>
    public static DnsRecord OfAlias(DomainName name, int ttl, DomainName target) =>
        new(name, DnsRecordType.CNAME, ttl, target.Ascii);

    /// <summary>TXT.</summary>
    public static DnsRecord OfText(DomainName name, int ttl, string text) => new(name, DnsRecordType.TXT, ttl, text);
}
