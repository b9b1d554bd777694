using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using static StrictPost.Protocol.Tests.Checking.HealthyWorld;

namespace StrictPost.Protocol.Tests.Checking.Cases;

/// <summary>Questions to DNS, the record as it is published, and the servers of the zone.</summary>
internal static class DnsCases
{
    private static DomainEvidence Good => Seen;

    public static IEnumerable<WorldCase> All =>
    [
        new("healthy", Good),
        new("record answers SERVFAIL", Good.WithRecordEnd(LookupEnd.ServerFailure), "dns-server-failure"),
        new("policy host answers REFUSED for both types", Good.WithPolicyHostEnd(LookupEnd.Refused), "dns-refused"),
        new("MX times out", Good with { Mx = Good.Mx.Ended(LookupEnd.TimedOut), MailHosts = [] }, "dns-timeout"),
        new("reporting record answers nonsense", Good.WithTlsRptEnd(LookupEnd.Malformed), "dns-malformed"),
        new("everything times out", Nothing(LookupEnd.TimedOut), "dns-timeout"),
        new("no DNS server can be reached", Nothing(LookupEnd.Unreachable), "dns-unreachable"),
        new("record and MX fail in different ways", Good.WithRecordEnd(LookupEnd.ServerFailure) with { Mx = Good.Mx.Ended(LookupEnd.Refused), MailHosts = [] }, "dns-refused dns-server-failure"),
        new("addresses of a mail host answer SERVFAIL", Good.WithFirstHost(host => host with { Ipv4 = host.Ipv4.Ended(LookupEnd.ServerFailure), Ipv6 = host.Ipv6.Ended(LookupEnd.ServerFailure), Probes = [] }), "dns-server-failure"),
        new("one family of a mail host times out", Good.WithFirstHost(host => host with { Ipv6 = host.Ipv6.Ended(LookupEnd.TimedOut), Probes = [host.Probes[0]] }), "dns-timeout"),
        new("a draft record needs no lookup", Good.WithRecordEnd(LookupEnd.ServerFailure)) { Context = new CheckContext { DraftRecord = "v=STSv1; id=1;" } },
        new("domain does not exist", Nothing(LookupEnd.NoSuchName), "dns-domain-missing"),

        new("record may be kept for a week", Good with { Record = Good.Record with { TimeToLive = TimeSpan.FromDays(7) } }, "record-ttl-long"),
        new("record may be kept for a day", Good with { Record = Good.Record with { TimeToLive = TimeSpan.FromDays(1) } }),
        new("no record", Good.WithRecordEnd(LookupEnd.NoSuchName).WithPolicyHostEnd(LookupEnd.NoSuchName), "record-missing"),
        new("no TXT at the record's name", Good.WithRecordEnd(LookupEnd.NoData).WithPolicyHostEnd(LookupEnd.NoData), "record-missing"),
        new("a wildcard TXT is no record", Good.WithRecord("v=spf1 -all").WithPolicyHostEnd(LookupEnd.NoSuchName), "record-missing"),
        new("a wildcard host is no policy host", Good.WithRecord("v=spf1 -all").WithStatus(404), "record-missing"),
        new("record with a bad version", Good.WithRecord("v=STSV1; id=1;"), "record-version-invalid"),
        new("record with a bad id", Good.WithRecord("v=STSv1; id=-;"), "record-id-invalid"),
        new("reporting record in its place", Good.WithRecord("v=TLSRPTv1; rua=mailto:a@example.org"), "record-is-tlsrpt"),
        new("two records", Good.WithRecord("v=STSv1; id=1;", "v=STSv1; id=2;"), "record-several"),
        new("id of our form, made for another policy", Good.WithRecord($"v=STSv1; id={PolicyId.Create("other", Now)};"), "record-id-for-other-body"),
        new("id of our form, made for this policy", Good.WithRecord($"v=STSv1; id={PolicyId.Create(Policy, Now)};")),
        new("id made for the same policy with other line ends", Good.WithRecord($"v=STSv1; id={PolicyId.Create(Policy.ReplaceLineEndings("\r\n"), Now)};")),

        new("servers agree", Good.WithAuthoritative(Faults.Server("ns1.example.org"), Faults.Server("ns2.example.org"))),
        new("servers disagree about the id", Good.WithAuthoritative(Faults.Server("ns1.example.org"), Faults.Server("ns2.example.org", "v=STSv1; id=1;")), "authoritative-disagree"),
        new("one server has no record", Good.WithAuthoritative(Faults.Server("ns1.example.org"), Faults.Server("ns2.example.org", null)), "authoritative-disagree"),
        new("all servers know the alias alone", Good.WithAuthoritative(AliasOnly("ns1.example.org"), AliasOnly("ns2.example.org"))),
        new("one server holds the alias's target, too", Good.WithAuthoritative(AliasOnly("ns1.example.org"), AliasFollowed)),
        new("servers know different aliases", Good.WithAuthoritative(AliasOnly("ns1.example.org"), AliasOnly("ns2.example.org", "sts.old.example")), "authoritative-disagree"),
        new("one server still has a record and no alias", Good.WithAuthoritative(AliasOnly("ns1.example.org"), Faults.Server("ns2.example.org")), "authoritative-disagree"),
        new("a server does not know the zone", Good.WithAuthoritative(Faults.Server("ns1.example.org"), Lame), "authoritative-lame"),
        new("a server times out", Good.WithAuthoritative(Faults.Server("ns1.example.org"), Silent), "authoritative-unreachable"),
        new("a server has no address", Good.WithAuthoritative(Faults.Server("ns1.example.org"), Silent with { Address = null }), "authoritative-unreachable"),
    ];

    private static AuthoritativeEvidence Lame =>
        Faults.Server("ns2.example.org") with { IsAuthoritative = false, Record = Good.Record.Ended(LookupEnd.Refused) };

    private static AuthoritativeEvidence AliasFollowed =>
        Faults.Server("ns2.example.org") with { Record = Good.Record with { Aliases = ["STS.host.example"] } };

    private static AuthoritativeEvidence AliasOnly(string server, string target = "sts.host.example") =>
        Faults.Server(server) with { Record = Good.Record.Ended(LookupEnd.NoData) with { Aliases = [target] } };

    private static AuthoritativeEvidence Silent =>
        Faults.Server("ns2.example.org") with { IsAuthoritative = false, Record = Good.Record.Ended(LookupEnd.TimedOut) };

    private static DomainEvidence Nothing(LookupEnd end) =>
        Good.WithRecordEnd(end).WithTlsRptEnd(end).WithPolicyHostEnd(end) with { Mx = Good.Mx.Ended(end), MailHosts = [] };
}
