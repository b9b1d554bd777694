using System.Text;
using System.Text.Json;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Lab.Scenarios;

/// <summary>
/// Domains as a scenario file writes them: healthy, in mode enforce, with an id thirty days old, but for what the file says.
/// </summary>
internal static class DomainReading
{
    private static readonly string[] Known =
    [
        "record", "tlsRpt", "mx", "mode", "maxAge", "mxPatterns", "policy", "policyAtSecondAddress", "policyHostAddresses", "tls", "chain",
        "certificateNames", "signed", "ttl", "dns", "http", "nameServers",
    ];

    /// <summary>A domain.</summary>
    public static LabDomain Domain(string name, JsonField field)
    {
        var members = field.Members(Known);
        var healthy = LabDomain.Healthy(name) with { Record = $"v=STSv1; id={ScenarioIds.Usual};" };
        if (members.TryGetValue("mx", out var mx))
            healthy = healthy with { Mx = [.. mx.List().Select(Mx)] };
        var domain = WithPolicy(healthy, field, members);
        foreach (var (key, value) in members)
            domain = With(domain, key, value);
        return domain;
    }

    private static LabDomain With(LabDomain domain, string key, JsonField value) => key switch
    {
        "record" => domain with { Record = TextOrNull(value) },
        "tlsRpt" => domain with { TlsRptRecord = TextOrNull(value) },
        "policyAtSecondAddress" => domain with { PolicyAtSecondAddress = Body(value) },
        "policyHostAddresses" => domain with { PolicyHostAddresses = HostReading.Addresses(value) },
        "tls" => domain with { TlsFault = value.OneOf<TlsFault>() },
        "chain" => domain with { Chain = value.OneOf<LabChain>() },
        "certificateNames" => domain with { Certificate = HostReading.Certificate(domain.PolicyHost, value) },
        "signed" => domain with { Signed = value.Flag() },
        "ttl" => domain with { TimeToLive = value.Number(0, int.MaxValue) },
        "dns" => domain with { DnsFaults = [.. value.List().Select(Dns)] },
        "nameServers" => domain with { NameServers = [.. value.Members().Select(server => HostReading.NameServer(server.Key, server.Value))] },
        "http" => domain with { HttpFaults = [.. value.List().Select(FaultReading.Http)] },
        _ => domain,
    };

    /// <summary>A fault of the answers about a domain.</summary>
    public static DnsFault Dns(JsonField field) =>
        FaultReading.Dns(field, DnsPlace.Record, DnsPlace.PolicyHost, DnsPlace.MailExchangers, DnsPlace.TlsRptRecord);

    private static LabDomain WithPolicy(LabDomain domain, JsonField field, IReadOnlyDictionary<string, JsonField> members)
    {
        bool inParts = members.ContainsKey("mode") || members.ContainsKey("maxAge") || members.ContainsKey("mxPatterns");
        if (members.TryGetValue("policy", out var whole))
            return inParts ? throw field.Wrong("has both `policy` and parts of one: `mode`, `maxAge`, `mxPatterns`") : domain with { Policy = Body(whole) };
        string mode = members.TryGetValue("mode", out var given) ? given.OneOf<PolicyMode>().ToText() : "enforce";
        int maxAge = members.TryGetValue("maxAge", out var seconds) ? seconds.Number(0, int.MaxValue) : 14 * 86400;
        var patterns = members.TryGetValue("mxPatterns", out var mx) ? mx.List().Select(pattern => pattern.Text()) : domain.Mx.Select(each => each.Host);
        string lines = string.Concat(patterns.Select(pattern => $"mx: {pattern}\r\n"));
        return domain.WithPolicy($"version: STSv1\r\nmode: {mode}\r\n{lines}max_age: {maxAge}\r\n");
    }

    private static string? TextOrNull(JsonField field) => field.IsNull ? null : field.Text();

    /// <summary>A text as it is, or lines that get the line ends of RFC 8461 §3.2; null is no file.</summary>
    private static ReadOnlyMemory<byte>? Body(JsonField field)
    {
        if (field.IsNull)
            return null;
        string text = field.Value.ValueKind is JsonValueKind.Array
            ? string.Concat(field.List().Select(line => line.Text() + "\r\n"))
            : field.Text();
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>A host, with its preference before it where that is not 10.</summary>
    private static LabMx Mx(JsonField field)
    {
        string[] words = field.Text().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [var host] => new LabMx(10, host),
            [var preference, var host] when ushort.TryParse(preference, out ushort number) => new LabMx(number, host),
            _ => throw field.Wrong("must be a host, or a preference and a host, such as `10 mx.example.test`"),
        };
    }
}
