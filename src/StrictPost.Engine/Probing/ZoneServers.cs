using System.Net;
using StrictPost.Engine.Dns;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Probing;

/// <summary>Asks a question of those who serve a name's zone.</summary>
internal delegate Task<DnsAnswer<T>> ZoneAsk<T>(DnsLookups server, DomainName name);

/// <summary>Finds the servers of the zone that holds a name, and asks each.</summary>
/// <param name="dns">For finding them, until its end.</param>
/// <param name="port">Their port.</param>
internal sealed class ZoneServers(DnsLookups dns, int port)
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

    /// <summary>What each of them says; nothing for a name that is in no zone below the registries'.</summary>
    /// <param name="name">The name.</param>
    /// <param name="top">No zone above this one is looked for where it is a registry's.</param>
    /// <param name="type">The asked type's mnemonic.</param>
    /// <param name="ask">The question.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ServerAnswer<T>>> AskAsync<T>(
        DomainName name, DomainName top, string type, ZoneAsk<T> ask, CancellationToken cancellationToken)
    {
        var servers = await FindAsync(top, name, cancellationToken);
        if (servers is null)
            return [];
        if (!servers.IsCertain)
            return [Absent<T>(servers.Name, name, type, $"the names of its servers {servers.Verdict}")];
        var names = servers.Found.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Take(MostServers);
        var views = await Task.WhenAll(names.Select(server => AskAsync(server, name, type, ask, cancellationToken)));
        return [.. views.SelectMany(view => view)];
    }

    /// <summary>A server that could not be asked.</summary>
    public static ServerAnswer<T> Absent<T>(string server, DomainName name, string type, string why) =>
        new(server, null, IsAuthoritative: false, new Lookup<T> { Name = name.Ascii, Type = type, End = LookupEnd.Unreachable, Detail = why });

    /// <summary>
    /// The servers of the zone that holds the name: a record's name is seldom a zone of its own, the domain often. An answer
    /// that there is none tells which zone is the one, else it is looked for upwards.
    /// </summary>
    /// <returns>The failed lookup where the zone cannot be found out; null where there is none.</returns>
    private async Task<Lookup<string>?> FindAsync(DomainName top, DomainName name, CancellationToken cancellationToken)
    {
        for (var at = name; at is not null;)
        {
            var answer = await dns.NameServersAsync(at, cancellationToken);
            // Some servers fail at questions for names with an underscore.
            bool mayGoOn = at.Ascii.StartsWith('_') || answer.Lookup.IsCertain;
            if (!mayGoOn || answer.Lookup is { End: LookupEnd.Answered, Aliases.IsEmpty: true })
                return answer.Lookup;
            at = Above(at, answer.Zone, top);
        }

        return null;
    }

    /// <summary>The zone, where it is known, or the next name upwards; null at the top: registries hold no records of their customers.</summary>
    private static DomainName? Above(DomainName name, string? zone, DomainName top)
    {
        var above = AliasTarget.Read(zone is not null && zone.Length < name.Ascii.Length ? zone : string.Join('.', name.Labels.Skip(1)));
        return above is { Labels.Count: 1 } && above != top ? null : above;
    }

    private async Task<ServerAnswer<T>[]> AskAsync<T>(
        string server, DomainName name, string type, ZoneAsk<T> ask, CancellationToken cancellationToken)
    {
        if (DomainName.Parse(server).Value is not { } host)
            return [Absent<T>(server, name, type, "its name is no host name")];
        var ipv4 = dns.Ipv4Async(host, cancellationToken);
        var ipv6 = dns.Ipv6Async(host, cancellationToken);
        var views = await AddressFan.OutAsync(ipv4, ipv6, MostAddresses, address => AskAsync(server, address, name, ask));
        return views.Length > 0 ? views : [Absent<T>(server, name, type, NoAddress(await ipv4))];
    }

    private async Task<ServerAnswer<T>> AskAsync<T>(string server, IPAddress address, DomainName name, ZoneAsk<T> ask)
    {
        var answer = await ask(dns.At(new IPEndPoint(address, port), Directly), name);
        return new ServerAnswer<T>(server, address.ToString(), answer.IsAuthoritative, answer.Lookup);
    }

    private static string NoAddress(Lookup<string> ipv4) => ipv4.IsCertain ? "its name has no address" : $"its address {ipv4.Verdict}";
}
