using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules;

/// <summary>What is publicly known of a mail provider's MX hosts.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Primary">The host that every customer's MX records name; empty when each customer has its own.</param>
/// <param name="Others">Further hosts that stand beside the primary.</param>
/// <param name="PerCustomer">The name under which each customer has a host of its own.</param>
internal sealed record Provider(string Name, string Primary, IReadOnlyList<string> Others, string PerCustomer = "")
{
    public static IReadOnlyList<Provider> Known { get; } =
    [
        new("Google", "aspmx.l.google.com",
            ["alt1.aspmx.l.google.com", "alt2.aspmx.l.google.com", "alt3.aspmx.l.google.com", "alt4.aspmx.l.google.com"]),
        new("Microsoft 365", "", [], "mail.protection.outlook.com"),
        new("Proofpoint", "", [], "pphosted.com"),
        new("Cisco Secure Email", "", [], "iphmx.com"),
    ];

    /// <summary>The shared hosts as names.</summary>
    public IEnumerable<DomainName> Hosts => Others.Prepend(Primary).Where(host => host.Length > 0).Select(DomainName.FromChecked);
}
