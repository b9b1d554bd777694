using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Protocol.Tests.Records;

public sealed class RecordSetTests
{
    private static readonly Publication Everything = new()
    {
        Domain = Name("mail.example.org"),
        PolicyHost = new PolicyHostLocation.Alias(Name("policies.example.net")),
        Record = new StsRecord("20260101000000"),
        Reports = new TlsRptRecord([ReportUri.Parse("mailto:tls@example.org").Value!]),
        Ttl = 300,
    };

    [Fact]
    public void Of_Everything_HasAliasRecordAndReports()
    {
        var set = RecordSet.Of(Everything).Value!;

        Assert.Equal(
            [
                ("mta-sts.mail.example.org", DnsRecordType.CNAME, 300, "policies.example.net"),
                ("_mta-sts.mail.example.org", DnsRecordType.TXT, 300, "v=STSv1; id=20260101000000;"),
                ("_smtp._tls.mail.example.org", DnsRecordType.TXT, 300, "v=TLSRPTv1; rua=mailto:tls@example.org;"),
            ],
            set.Records.Select(record => (record.Name.Ascii, record.Type, record.Ttl, record.Value)));
    }

    [Fact]
    public void Of_PolicyHostThatIsItsOwnAlias_IsRefused()
    {
        var loop = Everything with { PolicyHost = new PolicyHostLocation.Alias(Name("MTA-STS.mail.example.org")) };

        Assert.Equal("domain-alias-of-itself", Assert.Single(RecordSet.Of(loop).Findings).Code);
    }

    [Fact]
    public void Of_Addresses_HasEachOnceAndIpv4First()
    {
        byte[] four = [192, 0, 2, 1];
        byte[] six = [0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        var addresses = new PolicyHostLocation.Addresses([HostAddress.FromBytes(six), HostAddress.FromBytes(four), HostAddress.FromBytes(six)]);

        var set = RecordSet.Of(Everything with { PolicyHost = addresses, Record = null, Reports = null }).Value!;

        Assert.Equal(
            [(DnsRecordType.A, "192.0.2.1"), (DnsRecordType.AAAA, "2001:db8::1")],
            set.Records.Select(record => (record.Type, record.Value)));
    }

    [Fact]
    public void Of_Nothing_IsEmpty() =>
        Assert.Empty(RecordSet.Of(new Publication { Domain = Name("example.org") }).Value!.Records);

    [Theory]
    [InlineData(null, "mta-sts")]
    [InlineData("mail.example.org", "mta-sts")]
    [InlineData("example.org", "mta-sts.mail")]
    [InlineData("org", "mta-sts.mail.example")]
    public void RelativeName_InAZone_LacksTheZone(string? zone, string expected)
    {
        var set = RecordSet.Of(Everything with { Zone = zone is null ? null : Name(zone) }).Value!;

        Assert.Equal(expected, set.RelativeName(set.Records[0]));
    }

    [Fact]
    public void Of_AZoneElsewhere_IsABug() =>
        Assert.Throws<ArgumentException>(() => RecordSet.Of(Everything with { Zone = Name("ample.org") }));

    [Fact]
    public void Of_ADomainWithoutRoomForTheNames_IsRefused()
    {
        string label = new('a', 60);
        var longest = Name($"{label}.{label}.{label}.{label}");

        var parsed = RecordSet.Of(Everything with { Domain = longest });

        Assert.Null(parsed.Value);
        Assert.Equal("domain-too-long", Assert.Single(parsed.Findings).Code);
    }

    private static DomainName Name(string text) => DomainName.Parse(text).Value!;
}
