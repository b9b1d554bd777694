using System.Collections.Immutable;
using System.Net;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Scenarios;

/// <summary>Mail hosts, and what policy hosts have in common with them, as a scenario file writes them.</summary>
internal static class HostReading
{
    /// <summary>A mail host that is healthy but for what the file says.</summary>
    public static LabMailHost MailHost(string name, JsonField field)
    {
        var host = new LabMailHost(name);
        foreach (var (key, value) in field.Members("addresses", "tls", "chain", "certificateNames", "signed", "dns", "smtp", "tlsa"))
        {
            host = key switch
            {
                "addresses" => host with { Addresses = Addresses(value) },
                "tls" => host with { TlsFault = value.OneOf<TlsFault>() },
                "chain" => host with { Chain = value.OneOf<LabChain>() },
                "certificateNames" => host with { Certificate = Certificate(name, value) },
                "signed" => host with { Signed = value.Flag() },
                "dns" => host with { DnsFaults = [.. value.List().Select(fault => FaultReading.Dns(fault, DnsPlace.MailHost, DnsPlace.Tlsa))] },
                "smtp" => host with { SmtpFaults = [.. value.List().Select(FaultReading.Smtp)] },
                _ => host with { Tlsa = [.. value.List().Select(FaultReading.Tlsa)] },
            };
        }

        return host;
    }

    /// <summary>An authoritative server that says what the resolver says but for what the file says.</summary>
    public static LabNameServer NameServer(string name, JsonField field)
    {
        var members = field.Members("addresses", "dns");
        return new LabNameServer(name)
        {
            Addresses = members.TryGetValue("addresses", out var addresses) ? Addresses(addresses) : null,
            DnsFaults = members.TryGetValue("dns", out var faults) ? [.. faults.List().Select(DomainReading.Dns)] : [],
        };
    }

    /// <summary>Addresses, some of which have names.</summary>
    public static ImmutableArray<IPAddress> Addresses(JsonField field) => [.. field.List().Select(Address)];

    /// <summary>A certificate for these names, whatever the host is called.</summary>
    public static LabCertificate Certificate(string host, JsonField field)
    {
        ImmutableArray<string> names = [.. field.List().Select(name => name.Text())];
        return names.IsEmpty ? throw field.Wrong("must hold at least one name") : new LabCertificate("names of " + host, names);
    }

    private static IPAddress Address(JsonField field) => field.Text() switch
    {
        "first" => LabAddresses.First,
        "second" => LabAddresses.Second,
        "closed" => LabAddresses.Closed,
        "unanswered" => LabAddresses.Unanswered,
        var text when IPAddress.TryParse(text, out var address) => address,
        var text => throw field.Wrong($"`{text}` is neither an IP address nor one of: first, second, closed, unanswered"),
    };
}
