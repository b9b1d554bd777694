using System.Collections.Immutable;
using System.Net;
using StrictPost.Engine.Dns;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Probing;

/// <summary>
/// Asks each authoritative server of a domain's zone for the record. A recursive server asks any one of them, so senders see
/// different things while they disagree.
/// </summary>
/// <param name="dns">For finding the servers.</param>
/// <param name="port">The servers' port.</param>
/// <param name="time">Measures.</param>
internal sealed class AuthoritativeObserver(DnsLookups dns, int port, TimeProvider time)
{
    /// <summary>Most servers that are asked; as many as the root has.</summary>
    public const int MostServers = 13;

    /// <summary>Most addresses of one server that are asked, IPv4 first.</summary>
    public const int MostAddresses = 2;

    private static readonly DnsSettings Directly = new()
    {
        Recursion = false,
        OneTry = TimeSpan.FromSeconds(2),
        Retries = 1,
        Deadline = TimeSpan.FromSeconds(5),
    };

    /// <summary>What each of them says; nothing where the servers cannot be found.</summary>
    public async Task<ImmutableArray<AuthoritativeEvidence>> ObserveAsync(DomainName domain, CancellationToken cancellationToken)
    {
        if (domain.Child(StsRecord.Label) is not { } name)
            return [];
        var servers = await ServersAsync(domain, cancellationToken);
        var views = await Task.WhenAll(servers.Select(server => AskAsync(server, name, cancellationToken)));
        return [.. views.SelectMany(view => view)];
    }

    /// <summary>The servers of the zone that holds the domain: the first name from it upwards that has any.</summary>
    private async Task<IEnumerable<string>> ServersAsync(DomainName domain, CancellationToken cancellationToken)
    {
        for (var zone = domain; zone is not null; zone = Parent(zone))
        {
            var found = await dns.NameServersAsync(zone, cancellationToken);
            if (!found.IsCertain)
                return [];
            if (found is { End: LookupEnd.Answered, Aliases.IsEmpty: true })
                return found.Found.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Take(MostServers);
        }

        return [];
    }

    /// <summary>Null at the top: registries hold no records of their customers.</summary>
    private static DomainName? Parent(DomainName name) => DomainName.Parse(string.Join('.', name.Labels.Skip(1))).Value;

    private async Task<AuthoritativeEvidence[]> AskAsync(string server, DomainName name, CancellationToken cancellationToken)
    {
        if (DomainName.Parse(server).Value is not { } host)
            return [Absent(server, name, "its name is no host name")];
        var ipv4 = dns.Ipv4Async(host, cancellationToken);
        var ipv6 = dns.Ipv6Async(host, cancellationToken);
        var views = await AddressFan.OutAsync(
            ipv4, ipv6, MostAddresses, address => AskAsync(server, address, name, cancellationToken));
        return views.Length > 0 ? views : [Absent(server, name, $"{server} {(await ipv4).Verdict}")];
    }

    private async Task<AuthoritativeEvidence> AskAsync(string server, IPAddress address, DomainName name, CancellationToken cancellationToken)
    {
        var answer = await new DnsLookups(new IPEndPoint(address, port), Directly, time).TextAnswerAsync(name, cancellationToken);
        return new AuthoritativeEvidence
        {
            Server = server,
            Address = address.ToString(),
            IsAuthoritative = answer.IsAuthoritative,
            Record = answer.Lookup,
        };
    }

    private static AuthoritativeEvidence Absent(string server, DomainName name, string why) => new()
    {
        Server = server,
        Record = new Lookup<TextData> { Name = name.Ascii, Type = "TXT", End = LookupEnd.Unreachable, Detail = why },
    };
}
