using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Protocol.Records;

/// <summary>What a domain has to publish; what is null is left out.</summary>
public sealed record Publication
{
    /// <summary>The TTL of a record when nobody asks for another: an hour, in seconds.</summary>
    public const int UsualTtl = 3600;

    /// <summary>The mail domain.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>Where <c>mta-sts.</c> leads.</summary>
    public PolicyHostLocation? PolicyHost { get; init; }

    /// <summary>The <c>_mta-sts.</c> record.</summary>
    public StsRecord? Record { get; init; }

    /// <summary>The <c>_smtp._tls.</c> record.</summary>
    public TlsRptRecord? Reports { get; init; }

    /// <summary>TTL of every record, in seconds.</summary>
    public int Ttl { get; init; } = UsualTtl;

    /// <summary>The DNS zone that the domain is in; null when the domain is a zone of its own.</summary>
    public DomainName? Zone { get; init; }
}

/// <summary>The DNS records to publish in one zone.</summary>
public sealed record RecordSet
{
    internal RecordSet(DomainName domain, DomainName zone, ImmutableArray<DnsRecord> records)
    {
        Domain = domain;
        Zone = zone;
        Records = records;
    }

    /// <summary>The mail domain.</summary>
    public DomainName Domain { get; }

    /// <summary>The zone that all records are in.</summary>
    public DomainName Zone { get; }

    /// <summary>The records: policy host, MTA-STS, TLS reporting.</summary>
    public ImmutableArray<DnsRecord> Records { get; }

    /// <summary>The records of a publication, or why its domain can have none: its name is too long for them.</summary>
    /// <exception cref="ArgumentException">The domain is not in the zone.</exception>
    public static Parsed<RecordSet> Of(Publication what)
    {
        var zone = what.Zone ?? what.Domain;
        if (!what.Domain.IsAtOrBelow(zone))
            throw new ArgumentException($"{what.Domain} is not in the zone {zone}.", nameof(what));
        if (what.Domain.Child(TlsRptRecord.Label) is not { } reportsName
            || what.Domain.Child(StsRecord.Label) is not { } recordName
            || what.Domain.Child(StsPolicy.HostLabel) is not { } policyHost)
        {
            int length = what.Domain.Ascii.Length + TlsRptRecord.Label.Length + 1;
            return new(null, [DomainFindings.TooLong.Found(what.Domain.Ascii, detail: $"with `{TlsRptRecord.Label}.` in front {length}")]);
        }

        if (what.PolicyHost is PolicyHostLocation.Alias { Host: var target } && target == policyHost)
            return new(null, [DomainFindings.AliasOfItself.Found(policyHost.Ascii)]);

        var records = ImmutableArray.CreateBuilder<DnsRecord>();
        if (what.PolicyHost is PolicyHostLocation.Alias alias)
            records.Add(DnsRecord.OfAlias(policyHost, what.Ttl, alias.Host));
        if (what.PolicyHost is PolicyHostLocation.Addresses addresses)
        {
            records.AddRange(addresses.All.Distinct().OrderBy(address => address.IsIpv6)
                .Select(address => DnsRecord.OfAddress(policyHost, what.Ttl, address)));
        }

        if (what.Record is not null)
            records.Add(DnsRecord.OfText(recordName, what.Ttl, what.Record.Text));
        if (what.Reports is not null)
            records.Add(DnsRecord.OfText(reportsName, what.Ttl, what.Reports.Text));
        return new(new RecordSet(what.Domain, zone, records.ToImmutable()), []);
    }

    /// <summary>The record's name within <see cref="Zone"/>, such as <c>_mta-sts</c>.</summary>
    public string RelativeName(DnsRecord record) => record.Name.Ascii[..^(Zone.Ascii.Length + 1)];

    /// <summary>The records by name and type, in their order: what DNS calls RRsets.</summary>
    internal IEnumerable<IGrouping<(DomainName Name, DnsRecordType Type), DnsRecord>> BySet() =>
        Records.GroupBy(record => (record.Name, record.Type));
}
