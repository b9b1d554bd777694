using System.Collections.Immutable;
using System.Net;
using System.Text;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Lab.World;

/// <summary>One mail exchanger of a domain.</summary>
/// <param name="Preference">Lower is tried first.</param>
/// <param name="Host">Its name; <c>.</c> with preference 0 says that the domain takes no mail (RFC 7505).</param>
public sealed record LabMx(ushort Preference, string Host);

/// <summary>
/// Everything the world is to see of one mail domain: what it means to publish, and what goes wrong with that.
/// </summary>
/// <param name="Name">The domain, as A-labels without trailing dot; compared without case.</param>
public sealed record LabDomain(string Name)
{
    private static readonly TimeSpan HealthyMaxAge = TimeSpan.FromDays(14);

    /// <summary>The TXT at <c>_mta-sts.</c>, written as UTF-8 exactly as it stands; null is no such name.</summary>
    public string? Record { get; init; }

    /// <summary>The body of the policy file, byte for byte; null is 404.</summary>
    public ReadOnlyMemory<byte>? Policy { get; init; }

    /// <summary>The TXT at <c>_smtp._tls.</c>; null is no such name.</summary>
    public string? TlsRptRecord { get; init; }

    /// <summary>The domain's MX; empty leaves mail to the domain's own address.</summary>
    public ImmutableArray<LabMx> Mx { get; init; } = [];

    /// <summary>The servers of the domain's zone; none leaves the zone to the lab's resolver alone.</summary>
    public ImmutableArray<LabNameServer> NameServers { get; init; } = [];

    /// <summary>
    /// Addresses that the policy host's name leads to. Null is the lab's own policy host; others serve the policy of
    /// this domain where they listen; none at all is no such name.
    /// </summary>
    public ImmutableArray<IPAddress>? PolicyHostAddresses { get; init; }

    /// <summary>
    /// What the policy host serves at <see cref="LabAddresses.Second"/>, where that is another body than
    /// <see cref="Policy"/>; its name then leads to both addresses. Null is the same everywhere.
    /// </summary>
    public ReadOnlyMemory<byte>? PolicyAtSecondAddress { get; init; }

    /// <summary>Who signs the certificate; of no account where <see cref="TlsFault"/> makes it another authority's.</summary>
    public LabChain Chain { get; init; }

    /// <summary>
    /// The certificate of a group that the policy host shows with others; null is a certificate of its own.
    /// </summary>
    public LabCertificate? Certificate { get; init; }

    /// <summary>
    /// Whether a resolver that validates vouches for what it says about the domain and the names below it: the AD bit.
    /// </summary>
    public bool Signed { get; init; }

    /// <summary>
    /// Seconds for which DNS answers about this domain may be kept; 0, so that a change is seen at once.
    /// </summary>
    public int TimeToLive { get; init; }

    /// <summary>What goes wrong in DNS, applied in this order.</summary>
    public ImmutableArray<DnsFault> DnsFaults { get; init; } = [];

    /// <summary>What goes wrong in the policy host's TLS.</summary>
    public TlsFault TlsFault { get; init; }

    /// <summary>What goes wrong in the policy host's answer, applied in this order.</summary>
    public ImmutableArray<HttpFault> HttpFaults { get; init; } = [];

    /// <summary>The name that a sender asks for the policy (RFC 8461 §3.3).</summary>
    public string PolicyHost => "mta-sts." + Name;

    /// <summary>
    /// A domain with one mail exchanger, <c>mx.</c> and its name, a policy and both records, all in order.
    /// </summary>
    public static LabDomain Healthy(string name, PolicyMode mode = PolicyMode.Testing) => new LabDomain(name)
    {
        Record = "v=STSv1; id=20240101000000;",
        TlsRptRecord = $"v=TLSRPTv1; rua=mailto:tls-reports@{name}",
        Mx = [new LabMx(10, "mx." + name)],
    }.WithPolicy($"version: STSv1\r\nmode: {mode.ToText()}\r\nmx: mx.{name}\r\nmax_age: {(int)HealthyMaxAge.TotalSeconds}\r\n");

    /// <summary>The same domain with this policy body, as UTF-8.</summary>
    public LabDomain WithPolicy(string body) => this with { Policy = Encoding.UTF8.GetBytes(body) };

    /// <summary>The same domain with one more DNS fault.</summary>
    public LabDomain With(DnsFault fault) => this with { DnsFaults = DnsFaults.Add(fault) };

    /// <summary>The same domain with this in place of its TLS fault.</summary>
    public LabDomain With(TlsFault fault) => this with { TlsFault = fault };

    /// <summary>The same domain with one more fault of the policy host's answer.</summary>
    public LabDomain With(HttpFault fault) => this with { HttpFaults = HttpFaults.Add(fault) };
}
