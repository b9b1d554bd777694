using System.Collections.Immutable;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Changes;

/// <summary>Judges hosts before MX names them: a policy that is enforced, and names them, still refuses those that do not prove themselves.</summary>
public static class NewHosts
{
    /// <summary>One finding for each host that senders would refuse, or that could not be asked.</summary>
    public static ImmutableArray<Finding> Judge(DomainName domain, IReadOnlyCollection<MailHostEvidence> hosts) =>
        [.. hosts.Select(host => Judge(domain, host)).OfType<Finding>()];

    private static Finding? Judge(DomainName domain, MailHostEvidence host)
    {
        var facts = new MailHostReading(host, AsIfMoved(domain, host)).Facts;
        var policy = new StsPolicy { Mode = PolicyMode.Enforce, MaxAge = 1, Mx = [MxPattern.Parse(host.Host.Ascii).Value!] };
        return SenderDecision.Of(SenderProfile.HonoursMtaSts, policy, facts) switch
        {
            { Delivery: Delivery.Refuse } => ChangeFindings.HostNotProven.On(host.Host.Ascii, detail: facts.Channel == ChannelState.Cleartext
                ? "it offers no TLS"
                : "its certificate does not prove that name to senders"),
            { Delivery: Delivery.Unknown } => ChangeFindings.HostNotAsked.On(host.Host.Ascii),
            _ => null,
        };
    }

    /// <summary>DANE looks at the MX lookup that named a host; there is none yet, so it is taken for unsigned.</summary>
    private static DomainEvidence AsIfMoved(DomainName domain, MailHostEvidence host) => new()
    {
        Domain = domain,
        Record = Nothing<TextData>(domain, "TXT"),
        TlsRpt = Nothing<TextData>(domain, "TXT"),
        Mx = new Lookup<MxRecord> { Name = domain.Ascii, Type = "MX", End = LookupEnd.Answered, Found = [new MxRecord(10, host.Host.Ascii)] },
        PolicyHost = new PolicyHostEvidence { Host = domain, Ipv4 = Nothing<string>(domain, "A"), Ipv6 = Nothing<string>(domain, "AAAA") },
        MailHosts = [host],
    };

    private static Lookup<T> Nothing<T>(DomainName name, string type) => new() { Name = name.Ascii, Type = type, End = LookupEnd.NoData };
}
