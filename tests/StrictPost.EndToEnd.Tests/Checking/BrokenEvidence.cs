using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Tls;

namespace StrictPost.EndToEnd.Tests.Checking;

/// <summary>Sample evidence with one thing wrong.</summary>
internal static class BrokenEvidence
{
    /// <summary>A third mail host that the policy does not cover, although enforced.</summary>
    public static DomainEvidence Uncovered()
    {
        var healthy = SampleEvidence.Healthy();
        return healthy with
        {
            Mx = healthy.Mx with { Found = [.. healthy.Mx.Found, new MxRecord(30, "mx3.example.org")] },
            MailHosts = [.. healthy.MailHosts, SampleEvidence.Host("mx3.example.org", "192.0.2.27")],
        };
    }

    /// <summary>The first mail host's certificate has expired.</summary>
    public static DomainEvidence Expired()
    {
        var healthy = SampleEvidence.Healthy();
        var host = healthy.MailHosts[0];
        var tls = host.Probes[0].Tls! with { ChainFaults = [CertificateFault.Expired] };
        return healthy with { MailHosts = [host with { Probes = [host.Probes[0] with { Tls = tls }] }, healthy.MailHosts[1]] };
    }

    /// <summary>No DNS server answers for the record.</summary>
    public static DomainEvidence RecordTimedOut()
    {
        var healthy = SampleEvidence.Healthy();
        return healthy with { Record = SampleEvidence.None<TextData>(healthy.Record.Name, "TXT", LookupEnd.TimedOut) };
    }

    /// <summary>There is no record, and no policy host.</summary>
    public static DomainEvidence Nothing()
    {
        var healthy = SampleEvidence.Healthy();
        return healthy with
        {
            Record = SampleEvidence.None<TextData>(healthy.Record.Name, "TXT", LookupEnd.NoSuchName),
            PolicyHost = healthy.PolicyHost with { Ipv4 = SampleEvidence.None<string>("mta-sts.example.org", "A", LookupEnd.NoSuchName), Ipv6 = SampleEvidence.None<string>("mta-sts.example.org", "AAAA", LookupEnd.NoSuchName), Fetches = [] },
        };
    }
}
