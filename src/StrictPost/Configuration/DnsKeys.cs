using System.Collections.Immutable;
using System.Globalization;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;

namespace StrictPost.Configuration;

/// <summary>The keys of the table <c>[dns]</c>.</summary>
internal static class DnsKeys
{
    private const int LongestTtl = 604_800;

    public static ImmutableArray<SettingKey> All { get; } =
    [
        Key("server", false, (dns, raw) => dns with { Server = SettingKey.DnsServer(raw) }),
        Key("zones", true, (dns, raw) => dns with { Zones = [.. raw.Values.Select(text => SettingKey.Value(raw, DomainInput.Domain(text)))] }),
        Key("delegation_zone", false, (dns, raw) => dns with { DelegationZone = Delegation(raw) }),
        Key("key_file", false, (dns, raw) => dns with { KeyFile = SettingKey.Folder(raw) }),
        Key("ttl", false, (dns, raw) => dns with { Ttl = Ttl(raw) }),
    ];

    private static SettingKey Key(string name, bool takesList, Func<DnsConfiguration, RawSetting, DnsConfiguration> apply) =>
        new($"dns.{name}", takesList, (settings, raw) => settings with { Dns = apply(settings.Dns, raw) });

    private static DomainName Delegation(RawSetting raw)
    {
        var zone = SettingKey.Value(raw, DomainInput.Domain(raw.Values[0]));
        return zone.Ascii.Length <= DelegationNames.LongestZone
            ? zone
            : throw SettingKey.Wrong(raw, $"has {zone.Ascii.Length} characters, which leaves no room for the domains' names", $"Take a zone of at most {DelegationNames.LongestZone} characters.");
    }

    private static int Ttl(RawSetting raw) =>
        int.TryParse(raw.Values[0], NumberStyles.None, CultureInfo.InvariantCulture, out int ttl) && ttl is > 0 and <= LongestTtl
            ? ttl
            : throw SettingKey.Wrong(raw, $"is `{raw.Values[0]}`, which is no sensible TTL", $"Write seconds, from 1 to {LongestTtl} (a week).");
}
