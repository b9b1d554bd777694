using CsCheck;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Records;

public sealed class DelegationNamesTests
{
    private static readonly DomainName Zone = Name("sts.provider.example");

    private static readonly Gen<DomainName> Domains =
        Gen.String[Gen.Char["abc-"], 1, 63].Select(label => $"a{label}a"[..Math.Min(63, label.Length + 2)].TrimEnd('-') + "0")
            .Where(label => label.Length <= 63).Array[1, 6].Select(labels => string.Join('.', labels)).Where(name => name.Length <= 241).Select(Name);

    [Fact]
    public void Of_AnOrdinaryDomain_StandsInFrontOfTheZone() => Assert.Equal(
        ("mta-sts.xn--mnchen-3ya.de.sts.provider.example", "_mta-sts.xn--mnchen-3ya.de.sts.provider.example", "_smtp._tls.xn--mnchen-3ya.de.sts.provider.example"),
        Texts(DelegationNames.Of(Name("münchen.de"), Zone)));

    [Fact]
    public void Of_ADomainThatLeavesNoRoom_StandsInFrontOfADigest()
    {
        var last = Name($"{new string('a', 63)}.{new string('b', 63)}.{new string('c', 63)}.{new string('d', 29)}");
        var first = Name($"{new string('a', 63)}.{new string('b', 63)}.{new string('c', 63)}.{new string('d', 30)}");

        Assert.Equal(DomainName.MaxLength, DelegationNames.Of(last, Zone).Reports.Ascii.Length);
        Assert.Matches(@"^_smtp\._tls\.d-[0-9a-f]{40}\.sts\.provider\.example$", DelegationNames.Of(first, Zone).Reports.Ascii);
    }

    [Fact]
    public void Of_AnyTwoDomains_AreDifferentNamesInTheZone() => Gen.Select(Domains, Domains).Sample((one, other) =>
    {
        var names = DelegationNames.Of(one, Zone);
        Assert.All(new[] { names.PolicyHost, names.Record, names.Reports }, name =>
        {
            Assert.True(name.IsAtOrBelow(Zone));
            Assert.InRange(name.Ascii.Length, 1, DomainName.MaxLength);
        });
        Assert.Equal(one == other, names == DelegationNames.Of(other, Zone));
    });

    [Fact]
    public void Of_AnyDomainInTheLongestZone_HasRoom()
    {
        var zone = Name(string.Join('.', Enumerable.Repeat(new string('z', 63), 2).Append(new string('y', DelegationNames.LongestZone - 128))));

        Domains.Sample(domain => DelegationNames.Of(domain, zone).Reports.Ascii.Length <= DomainName.MaxLength);
        Assert.Throws<ArgumentException>(() => DelegationNames.Of(Name("example.org"), zone.Child("a")!));
    }

    [Fact]
    public void Aliases_OfADomain_LeadToTheNames()
    {
        var set = RecordSet.OfDelegation(Name("mail.example.org"), Name("example.org"), Zone, 300).Value!;

        Assert.Equal(
            [
                ("mta-sts.mail", DnsRecordType.CNAME, 300, "mta-sts.mail.example.org.sts.provider.example"),
                ("_mta-sts.mail", DnsRecordType.CNAME, 300, "_mta-sts.mail.example.org.sts.provider.example"),
                ("_smtp._tls.mail", DnsRecordType.CNAME, 300, "_smtp._tls.mail.example.org.sts.provider.example"),
            ],
            set.Records.Select(record => (set.RelativeName(record), record.Type, record.Ttl, record.Value)));
        Assert.Contains("update delete _mta-sts.mail.example.org. TXT\n", RecordText.Of(set, RecordFormat.NsUpdate), StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_OfADomainThatIsTooLong_AreNone() => Assert.Equal(
        "domain-too-long",
        Assert.Single(RecordSet.OfDelegation(Name(string.Join('.', Enumerable.Repeat(new string('a', 60), 4))), null, Zone, 300).Findings).Code);

    private static (string, string, string) Texts(DelegationNames names) => (names.PolicyHost.Ascii, names.Record.Ascii, names.Reports.Ascii);

    private static DomainName Name(string text) => DomainName.Parse(text).Value!;
}
