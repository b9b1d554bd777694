using System.Collections.Immutable;
using StrictPost.Engine.Acme;
using StrictPost.Protocol.Text;

namespace StrictPost.Configuration;

/// <summary>The keys of the table <c>[acme]</c>.</summary>
internal static class AcmeKeys
{
    private const string LetsEncrypt = "letsencrypt";
    private const string LetsEncryptStaging = "letsencrypt-staging";

    public static ImmutableArray<SettingKey> All { get; } =
    [
        Key("directory", true, (acme, raw) => acme with { Directories = [.. raw.Values.Select(text => Directory(raw, text))] }),
        Key("contact", true, (acme, raw) => acme with { Contacts = [.. raw.Values.Select(text => Contact(raw, text))] }),
        Key("agree_terms", false, (acme, raw) => acme with { AgreesToTerms = SettingKey.Switch(raw) }),
        Key("eab_kid", false, (acme, raw) => acme with { ExternalKeyId = SettingKey.Text(raw) }),
        Key("eab_hmac_file", false, (acme, raw) => acme with { ExternalKeyFile = SettingKey.Folder(raw) }),
        Key("challenge", false, (acme, raw) => acme with { Challenge = Challenge(raw) }),
        Key("ca_file", false, (acme, raw) => acme with { RootsFile = SettingKey.Folder(raw) }),
        Key("preferred_issuer", false, (acme, raw) => acme with { PreferredIssuer = SettingKey.Text(raw) }),
        Key("dns", false, (acme, raw) => acme with { Dns = SettingKey.DnsServer(raw) }),
        Key("public_suffixes", true, (acme, raw) => acme with { PublicSuffixes = [.. raw.Values.Select(text => Suffix(raw, text))] }),
        Key("lease_seconds", false, (acme, raw) => acme with { LeaseSeconds = Limit(raw) }),
        Key("retry_seconds", false, (acme, raw) => acme with { RetrySeconds = Limit(raw) }),
        Key("orders_in_3_hours", false, (acme, raw) => acme with { Budgets = acme.Budgets with { OrdersIn3Hours = Limit(raw) } }),
        Key("certificates_per_domain_in_7_days", false, (acme, raw) => acme with { Budgets = acme.Budgets with { CertificatesPerDomainIn7Days = Limit(raw) } }),
        Key("certificates_per_host_in_7_days", false, (acme, raw) => acme with { Budgets = acme.Budgets with { CertificatesPerHostIn7Days = Limit(raw) } }),
        Key("failures_per_host_in_1_hour", false, (acme, raw) => acme with { Budgets = acme.Budgets with { FailuresPerHostInOneHour = Limit(raw) } }),
    ];

    private static SettingKey Key(string name, bool takesList, Func<AcmeConfiguration, RawSetting, AcmeConfiguration> apply) =>
        new($"acme.{name}", takesList, (settings, raw) => settings with { Acme = apply(settings.Acme, raw) });

    private static Uri Directory(RawSetting raw, string text) => text switch
    {
        LetsEncrypt => new Uri("https://acme-v02.api.letsencrypt.org/directory"),
        LetsEncryptStaging => new Uri("https://acme-staging-v02.api.letsencrypt.org/directory"),
        _ when Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps => url,
        _ => throw SettingKey.Wrong(raw, $"holds `{text}`, which is no authority", $"Write `{LetsEncrypt}`, `{LetsEncryptStaging}`, or the https address of a directory."),
    };

    private static string Contact(RawSetting raw, string text) =>
        text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? text
        : text.Contains('@', StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal) ? $"mailto:{text}"
        : throw SettingKey.Wrong(raw, $"holds `{text}`, which is no mail address", "Write one such as `postmaster@example.org`.");

    private static ChallengeType Challenge(RawSetting raw) => raw.Values[0] switch
    {
        "http-01" => ChallengeType.Http01,
        "tls-alpn-01" => ChallengeType.TlsAlpn01,
        var other => throw SettingKey.Wrong(raw, $"is `{other}`", "Write `http-01` (port 80) or `tls-alpn-01` (port 443)."),
    };

    private static string Suffix(RawSetting raw, string text) =>
        DomainName.TryParse(text, out var suffix)
            ? suffix.Ascii
            : throw SettingKey.Wrong(raw, $"holds `{text}`, which is no suffix", "Write such as `co.uk`.");

    private static int Limit(RawSetting raw) =>
        SettingKey.Count(raw) is > 0 and var most ? most : throw SettingKey.Wrong(raw, "is 0", "Write how many there may be, at least 1.");
}
