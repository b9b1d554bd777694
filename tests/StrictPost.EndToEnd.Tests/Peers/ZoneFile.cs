using System.Text;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>Writes the domains of the world as zone files.</summary>
internal static class ZoneFile
{
    /// <summary>All that one zone holds.</summary>
    /// <param name="zone">The zone's name.</param>
    /// <param name="domains">All domains of the world; a host may lie in another zone than its domain.</param>
    /// <param name="certificates">What each mail host shows.</param>
    public static string Of(string zone, IEnumerable<PeerDomain> domains, IReadOnlyDictionary<string, PeerCertificate> certificates)
    {
        var text = new StringBuilder("$TTL 300\n@ SOA ns host 1 3600 600 86400 300\n@ NS ns\nns A 127.0.0.1\nanything TXT \"anything\"\n");
        if (zone == PeerZones.Torn)
            text.Append($"@ NS second\nsecond A {PeerZones.SecondAddress}\n");
        foreach (var domain in domains)
        {
            if (domain.Zone == zone)
                AddDomain(text, domain);
            for (int i = 0; i < domain.MailHosts.Length; i++)
            {
                if ((domain.MailHosts[i].Zone ?? domain.Zone) == zone)
                    AddMailHost(text, domain, i, certificates);
            }
        }

        return text.ToString();
    }

    /// <summary>The torn zone at its second server: older, and without all that a server is not asked for itself.</summary>
    public static string Behind(IEnumerable<PeerDomain> domains)
    {
        var text = new StringBuilder("$TTL 300\n@ SOA ns host 0 3600 600 86400 300\n@ NS ns\n@ NS second\n");
        foreach (var domain in domains.Where(domain => domain.Zone == PeerZones.Torn))
        {
            if (domain.RecordAlias is { } record)
                Add(text, $"_mta-sts.{domain.Name}", "CNAME", $"{record}.");
            else
                Add(text, $"_mta-sts.{domain.Name}", "TXT", "\"v=STSv1; id=peers0;\"");
        }

        return text.ToString();
    }

    private static void AddDomain(StringBuilder text, PeerDomain domain)
    {
        if (domain.Publishes)
            AddPublished(text, domain);
        for (int i = 0; i < domain.MxNames.Length; i++)
            Add(text, domain.Name, "MX", $"{10 * (i + 1)} {domain.MxNames[i]}.");
    }

    private static void AddPublished(StringBuilder text, PeerDomain domain)
    {
        if (domain.RecordAlias is { } record)
            Add(text, $"_mta-sts.{domain.Name}", "CNAME", $"{record}.");
        else
            Add(text, $"_mta-sts.{domain.Name}", "TXT", "\"v=STSv1; id=peers1;\"");
        Add(text, $"_smtp._tls.{domain.Name}", "TXT", $"\"v=TLSRPTv1; rua=mailto:tls-reports@{domain.Name}\"");
        string policyHost = domain.PolicyHostAlias ?? domain.PolicyHostName;
        if (policyHost != domain.PolicyHostName)
            Add(text, domain.PolicyHostName, "CNAME", $"{policyHost}.");
        Add(text, policyHost, "A", domain.PolicyHostAddress(0));
        if (domain.PolicyHost.WellKnownElsewhere is not null)
            Add(text, policyHost, "A", domain.PolicyHostAddress(1));
    }

    private static void AddMailHost(StringBuilder text, PeerDomain domain, int index, IReadOnlyDictionary<string, PeerCertificate> certificates)
    {
        var host = domain.MailHosts[index];
        string name = domain.MailHostName(index);
        Add(text, name, "A", domain.MailHostAddress(index));
        if (host.TlsaAlias is { } alias)
            Add(text, $"_25._tcp.{name}", "CNAME", $"{alias}.");
        foreach (var record in host.Tlsa)
            Add(text, $"_25._tcp.{name}", "TLSA", record.Text(certificates[name]));
    }

    private static void Add(StringBuilder text, string name, string type, string data) => text.Append($"{name}. {type} {data}\n");
}
