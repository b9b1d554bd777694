using System.Collections.Immutable;
using MimeKit;
using StrictPost.Engine.Alerts;

namespace StrictPost.Configuration;

/// <summary>The keys of the table <c>[alerts]</c> and those below it.</summary>
internal static class AlertKeys
{
    public static ImmutableArray<SettingKey> All { get; } =
    [
        Key("resolved", false, (alerts, raw) => alerts with { TellsResolved = SettingKey.Switch(raw) }),
        Key("quiet", false, (alerts, raw) => alerts with { Quiet = Hours(raw) }),
        Key("time_zone", false, (alerts, raw) => alerts with { Zone = Zone(raw) }),
        Key("quiet_except_errors", false, (alerts, raw) => alerts with { QuietExceptErrors = SettingKey.Switch(raw) }),
        Key("ca_file", false, (alerts, raw) => alerts with { RootsFile = SettingKey.Folder(raw) }),
        Email("host", false, (email, raw) => email with { Host = SettingKey.Text(raw) }),
        Email("port", false, (email, raw) => email with { Port = SettingKey.Port(raw) }),
        Email("security", false, (email, raw) => email with { Security = Security(raw) }),
        Email("user", false, (email, raw) => email with { User = SettingKey.Text(raw) }),
        Email("password_file", false, (email, raw) => email with { PasswordFile = SettingKey.Folder(raw) }),
        Email("from", false, (email, raw) => email with { From = Mailbox(raw, raw.Values[0]) }),
        Email("to", true, (email, raw) => email with { To = [.. raw.Values.Select(text => Mailbox(raw, text))] }),
        Webhook("url", (webhook, raw) => webhook with { Address = Address(raw) }),
        Webhook("secret_file", (webhook, raw) => webhook with { SecretFile = SettingKey.Folder(raw) }),
        Key("slack.url_file", false, (alerts, raw) => alerts with { SlackAddressFile = SettingKey.Folder(raw) }),
    ];

    private static SettingKey Key(string name, bool takesList, Func<AlertsConfiguration, RawSetting, AlertsConfiguration> apply) =>
        new($"alerts.{name}", takesList, (settings, raw) => settings with { Alerts = apply(settings.Alerts, raw) });

    private static SettingKey Email(string name, bool takesList, Func<EmailConfiguration, RawSetting, EmailConfiguration> apply) =>
        Key($"email.{name}", takesList, (alerts, raw) => alerts with { Email = apply(alerts.Email, raw) });

    private static SettingKey Webhook(string name, Func<WebhookConfiguration, RawSetting, WebhookConfiguration> apply) =>
        Key($"webhook.{name}", false, (alerts, raw) => alerts with { Webhook = apply(alerts.Webhook, raw) });

    private static string Hours(RawSetting raw) => QuietHours.TryParse(raw.Values[0], TimeZoneInfo.Utc, out _)
        ? raw.Values[0]
        : throw SettingKey.Wrong(raw, $"is `{raw.Values[0]}`", "Write when it begins and when it ends, such as `22:00-07:00`.");

    private static TimeZoneInfo Zone(RawSetting raw) => QuietHours.TryParseZone(raw.Values[0], out var zone)
        ? zone
        : throw SettingKey.Wrong(raw, $"is `{raw.Values[0]}`, which is no time zone", "Write an offset from UTC such as `+01:00`, or a name such as `Europe/Berlin`.");

    private static MailboxAddress Mailbox(RawSetting raw, string text) =>
        MailboxAddress.TryParse(text, out var mailbox) && mailbox.Domain.Length > 0 && !text.AsSpan().ContainsAny('\r', '\n')
            ? mailbox
            : throw SettingKey.Wrong(raw, $"holds `{text}`, which is no mail address", "Write one such as `postmaster@example.org`.");

    private static Uri Address(RawSetting raw) => Uri.TryCreate(raw.Values[0], UriKind.Absolute, out var address) && WebhookSettings.IsSafe(address)
        ? address
        : throw SettingKey.Wrong(raw, $"is `{raw.Values[0]}`", "Write an address that begins with `https://`; `http://` is for this machine only.");

    private static EmailSecurity Security(RawSetting raw) => raw.Values[0] switch
    {
        "starttls" => EmailSecurity.StartTls,
        "tls" => EmailSecurity.Tls,
        "none" => EmailSecurity.None,
        var other => throw SettingKey.Wrong(raw, $"is `{other}`", "Write `starttls` (port 587), `tls` (port 465), or `none` for a server on this machine."),
    };
}
