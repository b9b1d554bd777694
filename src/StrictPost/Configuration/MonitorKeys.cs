using System.Collections.Immutable;

namespace StrictPost.Configuration;

/// <summary>The keys of the table <c>[monitor]</c>.</summary>
internal static class MonitorKeys
{
    private const int LongestMinutes = 24 * 60;
    private const int LongestHours = 31 * 24;
    private const int LongestDays = 3650;

    public static ImmutableArray<SettingKey> All { get; } =
    [
        Key("enabled", (monitor, raw) => monitor with { IsEnabled = SettingKey.Switch(raw) }),
        Key("light_minutes", (monitor, raw) => monitor with { LightMinutes = Between(raw, LongestMinutes) }),
        Key("full_hours", (monitor, raw) => monitor with { FullHours = Between(raw, LongestHours) }),
        Key("forgotten_days", (monitor, raw) => monitor with { ForgottenDays = Between(raw, LongestDays) }),
        Key("dns", (monitor, raw) => monitor with { Dns = SettingKey.DnsServer(raw) }),
        Key("https_port", (monitor, raw) => monitor with { HttpsPort = SettingKey.Port(raw) }),
        Key("smtp_port", (monitor, raw) => monitor with { SmtpPort = SettingKey.Port(raw) }),
        Key("authoritative_port", (monitor, raw) => monitor with { AuthoritativePort = SettingKey.Port(raw) }),
        Key("ca_file", (monitor, raw) => monitor with { RootsFile = SettingKey.Folder(raw) }),
    ];

    private static SettingKey Key(string name, Func<MonitorConfiguration, RawSetting, MonitorConfiguration> apply) =>
        new($"monitor.{name}", false, (settings, raw) => settings with { Monitor = apply(settings.Monitor, raw) });

    private static int Between(RawSetting raw, int most) =>
        SettingKey.Count(raw) is > 0 and var number && number <= most ? number : throw SettingKey.Wrong(raw, $"is {raw.Values[0]}", $"Write a number from 1 to {most}.");
}
