using System.Collections.Immutable;
using StrictPost.Engine.Intake.Mailboxes;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Configuration;

/// <summary>The keys of the tables <c>[reports]</c> and <c>[reports.imap]</c>.</summary>
internal static class ReportKeys
{
    public static ImmutableArray<SettingKey> All { get; } =
    [
        Key("rua", true, (reports, raw) => reports with { Rua = [.. raw.Values.Select(text => SettingKey.Value(raw, ReportUri.Parse(text)))] }),
        Key("host", false, (reports, raw) => reports with { Host = SettingKey.Value(raw, DomainInput.Domain(raw.Values[0])) }),
        Key("smtp_port", false, (reports, raw) => reports with { SmtpPort = SettingKey.Port(raw) }),
        Key("smtp_listen", true, (reports, raw) => reports with { SmtpListen = SettingKey.Addresses(raw) }),
        Key("smtp_recipients", true, (reports, raw) => reports with { SmtpRecipients = [.. raw.Values.Select(text => Recipient(raw, text))] }),
        Key("messages_per_minute", false, (reports, raw) => reports with { MessagesPerMinute = SettingKey.Count(raw) }),
        Key("posts_per_minute", false, (reports, raw) => reports with { PostsPerMinute = SettingKey.Count(raw) }),
        Key("least_free_mb", false, (reports, raw) => reports with { LeastFreeMegabytes = SettingKey.Count(raw) }),
        Key("keep_days", false, (reports, raw) => reports with { KeepDays = Days(raw) }),
        Key("dns", false, (reports, raw) => reports with { Dns = SettingKey.DnsServer(raw) }),
        Key("maildir", false, (reports, raw) => reports with { Maildir = SettingKey.Folder(raw) }),
        Imap("host", (imap, raw) => imap with { Host = SettingKey.Text(raw) }),
        Imap("port", (imap, raw) => imap with { Port = SettingKey.Port(raw) }),
        Imap("user", (imap, raw) => imap with { User = SettingKey.Text(raw) }),
        Imap("password_file", (imap, raw) => imap with { PasswordFile = SettingKey.Folder(raw) }),
        Imap("folder", (imap, raw) => imap with { Folder = SettingKey.Text(raw) }),
        Imap("move_to", (imap, raw) => imap with { MoveTo = SettingKey.Text(raw) }),
        Imap("security", (imap, raw) => imap with { Security = Security(raw) }),
    ];

    private static SettingKey Key(string name, bool takesList, Func<ReportsConfiguration, RawSetting, ReportsConfiguration> apply) =>
        new($"reports.{name}", takesList, (settings, raw) => settings with { Reports = apply(settings.Reports, raw) });

    private static SettingKey Imap(string name, Func<ImapConfiguration, RawSetting, ImapConfiguration> apply) =>
        Key($"imap.{name}", false, (reports, raw) => reports with { Imap = apply(reports.Imap, raw) });

    private static string Recipient(RawSetting raw, string text) =>
        text.LastIndexOf('@') is > 0 and var at && DomainName.TryParse(text[(at + 1)..], out _)
            ? text
            : throw SettingKey.Wrong(raw, $"holds `{text}`, which is no mail address", "Write one such as `tls-reports@example.org`.");

    private static int Days(RawSetting raw) =>
        SettingKey.Count(raw) is > 0 and var days ? days : throw SettingKey.Wrong(raw, "is 0", "Write for how many days reports are kept, at least 1.");

    private static ImapSecurity Security(RawSetting raw) => raw.Values[0] switch
    {
        "tls" => ImapSecurity.Tls,
        "starttls" => ImapSecurity.StartTls,
        "none" => ImapSecurity.None,
        var other => throw SettingKey.Wrong(raw, $"is `{other}`", "Write `tls` (port 993), `starttls` (port 143), or `none` for a server on this machine."),
    };
}
