using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Findings;
using StrictPost.Server.Tls;

namespace StrictPost.Configuration;

/// <summary>One key of the configuration, and how its text becomes a setting.</summary>
/// <param name="Name">As in <c>strictpost.toml</c>.</param>
/// <param name="TakesList">True where several values make sense.</param>
/// <param name="Apply">The settings with this one set. Throws <see cref="Refusal"/> for text that makes no sense.</param>
internal sealed record SettingKey(string Name, bool TakesList, Func<Settings, RawSetting, Settings> Apply)
{
    private const string EnvironmentPrefix = "STRICTPOST_";

    /// <summary>All keys.</summary>
    public static ImmutableArray<SettingKey> All { get; } =
    [
        new("data", false, (settings, raw) => settings with { Data = Folder(raw) }),
        new("node", false, (settings, raw) => settings with { Node = NodeNameIn(raw) }),
        new("store.postgres", false, (settings, raw) => settings with { StorePostgres = Text(raw) }),
        new("store.key_file", false, (settings, raw) => settings with { StoreKeyFile = Folder(raw) }),
        new("store.key", false, (settings, raw) => settings with { StoreKey = FromEnvironmentOnly(raw) }),
        new("listen", true, (settings, raw) => settings with { Listen = Addresses(raw) }),
        new("https_port", false, (settings, raw) => settings with { HttpsPort = Port(raw) }),
        new("http_port", false, (settings, raw) => settings with { HttpPort = Port(raw) }),
        new("proxy_http_port", false, (settings, raw) => settings with { ProxyHttpPort = Port(raw) }),
        new("proxy_protocol", false, (settings, raw) => settings with { ProxyProtocol = Switch(raw) }),
        new("trusted_proxies", true, (settings, raw) => settings with { TrustedProxies = Networks(raw) }),
        new("connections_per_network", false, (settings, raw) => settings with { ConnectionsPerNetwork = Count(raw) }),
        new("tls", false, (settings, raw) => settings with { Tls = Layer(raw) }),
        new("operations_listen", true, (settings, raw) => settings with { OperationsListen = Addresses(raw) }),
        new("operations_port", false, (settings, raw) => settings with { OperationsPort = Port(raw) }),
        new("certificates.path", false, (settings, raw) => settings with { CertificatesPath = Folder(raw) }),
        .. AcmeKeys.All,
        new("policy_host", false, (settings, raw) => settings with { PolicyHost = Value(raw, DomainInput.Domain(raw.Values[0])) }),
        new("policy_addresses", true, (settings, raw) => settings with { PolicyAddresses = Addresses(raw) }),
        .. ReportKeys.All,
        .. MonitorKeys.All,
        .. AlertKeys.All,
        .. DnsKeys.All,
    ];

    /// <summary>The environment variable that sets the same: <c>STRICTPOST_HTTPS_PORT</c>.</summary>
    public string Variable => EnvironmentPrefix + Name.Replace('.', '_').ToUpperInvariant();

    /// <summary>The settings with this one set, if as many values are there as it takes.</summary>
    public Settings Set(Settings settings, RawSetting raw) => raw.Values.Count == 1 || TakesList
        ? Apply(settings, raw)
        : throw Wrong(raw, "takes one value, and no list", "Write one text or number.");

    internal static string Folder(RawSetting raw) => raw.Values[0].Length > 0
        ? Path.Combine(raw.Folder, raw.Values[0])
        : throw Wrong(raw, "is empty", "Write the path of a folder.");

    internal static string Text(RawSetting raw) => raw.Values[0].Length > 0
        ? raw.Values[0]
        : throw Wrong(raw, "is empty", "Give it a value, or take the line away.");

    private static string NodeNameIn(RawSetting raw) =>
        raw.Values[0] is { Length: > 0 and <= 64 } name && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_')
            ? name
            : throw Wrong(raw, $"is `{raw.Values[0]}`, which is no name", "Write at most 64 letters, digits, hyphens or dots, such as `web-1`.");

    private static string FromEnvironmentOnly(RawSetting raw) => raw.Key.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)
        ? Text(raw)
        : throw Wrong(raw, "is a secret, and is read from the environment only", "Put the key into a file of its own, and name it with `store.key_file`.");

    internal static int Port(RawSetting raw) =>
        int.TryParse(raw.Values[0], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= IPEndPoint.MaxPort
            ? port
            : throw Wrong(raw, $"is `{raw.Values[0]}`, which is no port", "Write a number from 0 to 65535; 0 takes a free port.");

    internal static IPEndPoint DnsServer(RawSetting raw) =>
        IPEndPoint.TryParse(raw.Values[0], out var server)
            ? server.Port == 0 ? new IPEndPoint(server.Address, 53) : server
            : throw Wrong(raw, $"is `{raw.Values[0]}`, which is no DNS server", "Write its address, such as `192.0.2.53` or `127.0.0.1:5353`.");

    internal static int Count(RawSetting raw) =>
        int.TryParse(raw.Values[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : throw Wrong(raw, $"is `{raw.Values[0]}`, which is no number", "Write a whole number; 0 sets no limit.");

    internal static bool Switch(RawSetting raw) => raw.Values[0] switch
    {
        "true" => true,
        "false" => false,
        var other => throw Wrong(raw, $"is `{other}`", "Write `true` or `false`."),
    };

    private static TlsChoice Layer(RawSetting raw) => raw.Values[0] switch
    {
        "auto" => TlsChoice.Auto,
        "openssl" => TlsChoice.OpenSsl,
        "platform" => TlsChoice.Platform,
        var other => throw Wrong(raw, $"is `{other}`", "Write `auto`, `openssl` or `platform`."),
    };

    private static ImmutableArray<IPNetwork> Networks(RawSetting raw) => [.. raw.Values.Select(text =>
        IPNetwork.TryParse(text, out var network) ? network
        : AddressText.Parse(text) is { } address ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw Wrong(raw, $"holds `{text}`, which is no network", "Write networks such as `192.0.2.0/24` or `2001:db8::/32`, or single addresses."))];

    internal static ImmutableArray<IPAddress> Addresses(RawSetting raw) => [.. raw.Values.Select(text => AddressText.Parse(text)
        ?? throw Wrong(raw, $"holds `{text}`, which is no IP address", "Write addresses such as `192.0.2.1` or `2001:db8::1`."))];

    internal static T Value<T>(RawSetting raw, Parsed<T> parsed)
        where T : class =>
        parsed.Value ?? throw new Refusal($"{raw.Origin}: {raw.Key}: {parsed.Findings[0].Message}", parsed.Findings[0].Fix);

    internal static Refusal Wrong(RawSetting raw, string what, string fix) => new($"{raw.Origin}: `{raw.Key}` {what}.", fix);
}
