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
        var (own, fault) = OwnNames(what.Domain, what.Zone);
        if (own is not { } names)
            return new(null, [fault!]);
        if (what.PolicyHost is PolicyHostLocation.Alias { Host: var target } && target == names.PolicyHost)
            return new(null, [DomainFindings.AliasOfItself.Found(names.PolicyHost.Ascii)]);

        var records = ImmutableArray.CreateBuilder<DnsRecord>();
        if (what.PolicyHost is PolicyHostLocation.Alias alias)
            records.Add(DnsRecord.OfAlias(names.PolicyHost, what.Ttl, alias.Host));
        if (what.PolicyHost is PolicyHostLocation.Addresses addresses)
        {
            records.AddRange(addresses.All.Distinct().OrderBy(address => address.IsIpv6)
                .Select(address => DnsRecord.OfAddress(names.PolicyHost, what.Ttl, address)));
        }

        if (what.Record is not null)
            records.Add(DnsRecord.OfText(names.Record, what.Ttl, what.Record.Text));
        if (what.Reports is not null)
            records.Add(DnsRecord.OfText(names.Reports, what.Ttl, what.Reports.Text));
        return new(new RecordSet(what.Domain, what.Zone ?? what.Domain, records.ToImmutable()), []);
    }

    /// <summary>The three aliases that hand a domain's MTA-STS over, once and for all (RFC 8461 §8.2).</summary>
    /// <param name="domain">The mail domain.</param>
    /// <param name="zone">The DNS zone that the domain is in; null when the domain is a zone of its own.</param>
    /// <param name="delegation">The zone that the names are handed to.</param>
    /// <param name="ttl">In seconds.</param>
    /// <returns>The records, or why the domain can have none: its name is too long for them.</returns>
    /// <exception cref="ArgumentException">The domain is not in its zone.</exception>
    public static Parsed<RecordSet> OfDelegation(DomainName domain, DomainName? zone, DomainName delegation, int ttl)
    {
        var (own, fault) = OwnNames(domain, zone);
        if (own is not { } names)
            return new(null, [fault!]);
        var targets = DelegationNames.Of(domain, delegation);
        return new(
            new RecordSet(domain, zone ?? domain,
            [
                DnsRecord.OfAlias(names.PolicyHost, ttl, targets.PolicyHost),
                DnsRecord.OfAlias(names.Record, ttl, targets.Record),
                DnsRecord.OfAlias(names.Reports, ttl, targets.Reports),
            ]),
            []);
    }

    /// <summary>The record's name within <see cref="Zone"/>, such as <c>_mta-sts</c>.</summary>
    public string RelativeName(DnsRecord record) => record.Name.Ascii[..^(Zone.Ascii.Length + 1)];

    /// <summary>The domain's own three names, or why it has none.</summary>
    private static ((DomainName PolicyHost, DomainName Record, DomainName Reports)? Names, Finding? Fault) OwnNames(DomainName domain, DomainName? zone)
    {
        if (zone is not null && !domain.IsAtOrBelow(zone))
            throw new ArgumentException($"{domain} is not in the zone {zone}.", nameof(domain));
        if (domain.Child(TlsRptRecord.Label) is { } reports
            && domain.Child(StsRecord.Label) is { } record
            && domain.Child(StsPolicy.HostLabel) is { } policyHost)
        {
            return ((policyHost, record, reports), null);
        }

        int length = domain.Ascii.Length + TlsRptRecord.Label.Length + 1;
        return (null, DomainFindings.TooLong.Found(domain.Ascii, detail: $"with `{TlsRptRecord.Label}.` in front {length}"));
    }

    /// <summary>The records by name and type, in their order: what DNS calls RRsets.</summary>
    internal IEnumerable<IGrouping<(DomainName Name, DnsRecordType Type), DnsRecord>> BySet() =>
        Records.GroupBy(record => (record.Name, record.Type));
}
