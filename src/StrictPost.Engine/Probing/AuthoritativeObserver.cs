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

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private static readonly DnsSettings Directly = new()
    {
        Recursion = false,
        OneTry = TimeSpan.FromSeconds(2),
        Retries = 1,
        Deadline = Deadline,
    };

    /// <summary>What each of them says within 5 s in all; nothing for a domain that is in no zone below the registries'.</summary>
    public async Task<ImmutableArray<AuthoritativeEvidence>> ObserveAsync(DomainName domain, CancellationToken cancellationToken)
    {
        if (domain.Child(StsRecord.Label) is not { } name)
            return [];
        using var end = new CancellationTokenSource(Deadline, time);
        var inTime = dns.Until(end.Token);
        var servers = await ServersAsync(inTime, domain, name, cancellationToken);
        if (servers is null)
            return [];
        if (!servers.IsCertain)
            return [Absent(servers.Name, name, $"the names of its servers {servers.Verdict}")];
        var names = servers.Found.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Take(MostServers);
        var views = await Task.WhenAll(names.Select(server => AskAsync(inTime, server, name, cancellationToken)));
        return [.. views.SelectMany(view => view)];
    }

    /// <summary>
    /// The servers of the zone that holds the record: the record's name is seldom a zone of its own, the domain often. An answer
    /// that there is none tells which zone is the one, else it is looked for upwards.
    /// </summary>
    /// <returns>The failed lookup where the zone cannot be found out; null where there is none.</returns>
    private static async Task<Lookup<string>?> ServersAsync(
        DnsLookups inTime, DomainName domain, DomainName name, CancellationToken cancellationToken)
    {
        for (var at = name; at is not null;)
        {
            var answer = await inTime.NameServersAsync(at, cancellationToken);
            // Some servers fail at questions for names with an underscore.
            bool mayGoOn = at == name || answer.Lookup.IsCertain;
            if (!mayGoOn || answer.Lookup is { End: LookupEnd.Answered, Aliases.IsEmpty: true })
                return answer.Lookup;
            at = Above(at, answer.Zone, domain);
        }

        return null;
    }

    /// <summary>The zone, where it is known, or the next name upwards; null at the top: registries hold no records of their customers.</summary>
    private static DomainName? Above(DomainName name, string? zone, DomainName domain)
    {
        var above = DomainName.Parse(zone is not null && zone.Length < name.Ascii.Length ? zone : string.Join('.', name.Labels.Skip(1))).Value;
        return above is { Labels.Count: 1 } && above != domain ? null : above;
    }

    private async Task<AuthoritativeEvidence[]> AskAsync(DnsLookups inTime, string server, DomainName name, CancellationToken cancellationToken)
    {
        if (DomainName.Parse(server).Value is not { } host)
            return [Absent(server, name, "its name is no host name")];
        var ipv4 = inTime.Ipv4Async(host, cancellationToken);
        var ipv6 = inTime.Ipv6Async(host, cancellationToken);
        var views = await AddressFan.OutAsync(
            ipv4, ipv6, MostAddresses, address => AskAsync(inTime, server, address, name, cancellationToken));
        return views.Length > 0 ? views : [Absent(server, name, NoAddress(await ipv4))];
    }

    private async Task<AuthoritativeEvidence> AskAsync(
        DnsLookups inTime, string server, IPAddress address, DomainName name, CancellationToken cancellationToken)
    {
        var answer = await inTime.At(new IPEndPoint(address, port), Directly).TextAnswerAsync(name, cancellationToken);
        return new AuthoritativeEvidence
        {
            Server = server,
            Address = address.ToString(),
            IsAuthoritative = answer.IsAuthoritative,
            Record = answer.Lookup,
        };
    }

    private static string NoAddress(Lookup<string> ipv4) => ipv4.IsCertain ? "its name has no address" : $"its address {ipv4.Verdict}";

    private static AuthoritativeEvidence Absent(string server, DomainName name, string why) => new()
    {
        Server = server,
        Record = new Lookup<TextData> { Name = name.Ascii, Type = "TXT", End = LookupEnd.Unreachable, Detail = why },
    };
}
