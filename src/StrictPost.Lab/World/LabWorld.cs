using System.Collections.Immutable;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Lab.World;

/// <summary>The description of a miniature internet: data only, never changed, made anew for each change.</summary>
public sealed record LabWorld
{
    /// <summary>A world without anything in it.</summary>
    public static LabWorld Empty { get; } = new();

    /// <summary>
    /// A world with one domain, all in order: <see cref="LabDomain.Healthy"/>, and the mail host that its MX names.
    /// </summary>
    public static LabWorld Healthy(string domain, PolicyMode mode = PolicyMode.Testing) =>
        Empty.With(LabDomain.Healthy(domain, mode)).With(new LabMailHost("mx." + domain));

    /// <summary>The mail domains by name.</summary>
    public ImmutableDictionary<string, LabDomain> Domains { get; private init; } =
        ImmutableDictionary.Create<string, LabDomain>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The mail hosts by name.</summary>
    public ImmutableDictionary<string, LabMailHost> MailHosts { get; private init; } =
        ImmutableDictionary.Create<string, LabMailHost>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the lab's own hosts have an IPv6 address too, where the machine has an IPv6 loopback.</summary>
    public bool Ipv6 { get; init; }

    /// <summary>How far away the lab's servers are.</summary>
    public LabLatency Latency { get; init; } = LabLatency.None;

    /// <summary>The same world with these domains in it, in place of those of the same name.</summary>
    public LabWorld With(params IEnumerable<LabDomain> domains) =>
        this with { Domains = Domains.SetItems(domains.Select(d => KeyValuePair.Create(d.Name, d))) };

    /// <summary>The same world with these mail hosts in it, in place of those of the same name.</summary>
    public LabWorld With(params IEnumerable<LabMailHost> hosts) =>
        this with { MailHosts = MailHosts.SetItems(hosts.Select(h => KeyValuePair.Create(h.Name, h))) };

    /// <summary>The same world with this domain made anew; the world must have it.</summary>
    public LabWorld ChangeDomain(string domain, Func<LabDomain, LabDomain> change) => With(change(Domains[domain]));

    /// <summary>The same world with this mail host made anew; the world must have it.</summary>
    public LabWorld ChangeMailHost(string mailHost, Func<LabMailHost, LabMailHost> change) => With(change(MailHosts[mailHost]));

    /// <summary>The same world without this domain.</summary>
    public LabWorld Without(string domain) => this with { Domains = Domains.Remove(domain) };

    /// <summary>
    /// The domain that a name belongs to: the longest that the name is or ends in; null when there is none.
    /// </summary>
    /// <param name="name">A host name without trailing dot.</param>
    public LabDomain? OwnerOf(string name)
    {
        for (var rest = name; ; rest = rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            if (Domains.TryGetValue(rest, out var domain))
                return domain;
            if (!rest.Contains('.', StringComparison.Ordinal))
                return null;
        }
    }
}
