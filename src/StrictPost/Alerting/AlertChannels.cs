using System.Net;
using System.Security.Cryptography.X509Certificates;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Alerts;

namespace StrictPost.Alerting;

/// <summary>The channels that are configured.</summary>
internal sealed class AlertChannels : IDisposable
{
    private const int SubmissionPort = 587;
    private const int SubmissionTlsPort = 465;
    private const int PlainPort = 25;

    private AlertChannels(IReadOnlyList<IAlertChannel> all, AlertPlan plan) => (All, Plan) = (all, plan);

    public IReadOnlyList<IAlertChannel> All { get; }

    /// <summary>Who is told, and when.</summary>
    public AlertPlan Plan { get; }

    /// <exception cref="Refusal">The configuration makes no sense.</exception>
    public static AlertChannels Open(AlertsConfiguration alerts, TimeProvider time)
    {
        var roots = RootsFile.Read(alerts.RootsFile, "alerts.ca_file");
        IAlertChannel?[] all = [Email(alerts.Email, roots, time), Webhook(alerts.Webhook, roots, time), Slack(alerts, roots, time)];
        var channels = all.OfType<IAlertChannel>().ToList();
        return new AlertChannels(channels, new AlertPlan
        {
            Channels = [.. channels.Select(channel => channel.Name)],
            TellsResolved = alerts.TellsResolved,
            Quiet = alerts.Quiet is { } hours && QuietHours.TryParse(hours, alerts.Zone, out var quiet) ? quiet : null,
            ErrorsBreakQuiet = alerts.QuietExceptErrors,
        });
    }

    public void Dispose()
    {
        foreach (var channel in All.OfType<IDisposable>())
            channel.Dispose();
    }

    private static EmailChannel? Email(EmailConfiguration email, X509Certificate2Collection? roots, TimeProvider time)
    {
        if (email.Host is not { } host)
            return null;
        if (email.From is not { } from || email.To.IsEmpty)
            throw new Refusal("`alerts.email.host` is set, but `from` or `to` is not.", "Set `alerts.email.from`, and `alerts.email.to` to those who are to be told.");
        if (email.User is null != (email.PasswordFile is null))
            throw new Refusal("Of `alerts.email.user` and `alerts.email.password_file` only one is set.", "Set both, or neither where the server does not ask.");
        if (email is { Security: EmailSecurity.None, User: not null } && !IsHere(host))
            throw new Refusal($"Without TLS the password would be readable on its way to {host}.", "Set `alerts.email.security` to `starttls` or `tls`.");
        return new EmailChannel(
            new EmailSettings
            {
                Host = host,
                Port = email.Port ?? UsualPort(email.Security),
                Security = email.Security,
                User = email.User,
                PasswordFile = Existing(email.PasswordFile, "alerts.email.password_file"),
                From = from,
                To = email.To,
                Roots = roots,
            },
            time);
    }

    private static WebhookChannel? Webhook(WebhookConfiguration webhook, X509Certificate2Collection? roots, TimeProvider time)
    {
        if (webhook.Address is not { } address)
            return null;
        return Existing(webhook.SecretFile, "alerts.webhook.secret_file") is { } secret
            ? new WebhookChannel(new WebhookSettings(address, secret) { Roots = roots }, time)
            : throw new Refusal(
                "`alerts.webhook.url` is set, and `alerts.webhook.secret_file` is not.",
                "Name a file that holds a secret of your own, such as `openssl rand -hex 32` makes one: it signs each message.");
    }

    private static SlackChannel? Slack(AlertsConfiguration alerts, X509Certificate2Collection? roots, TimeProvider time) =>
        Existing(alerts.SlackAddressFile, "alerts.slack.url_file") is { } file ? new SlackChannel(new SlackSettings(file) { Roots = roots }, time) : null;

    private static string? Existing(string? file, string setting) => file is null || File.Exists(file)
        ? file
        : throw new Refusal($"There is no file {file}.", $"Put the secret into it, or name another one in `{setting}`.");

    private static bool IsHere(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static int UsualPort(EmailSecurity security) => security switch
    {
        EmailSecurity.Tls => SubmissionTlsPort,
        EmailSecurity.StartTls => SubmissionPort,
        _ => PlainPort,
    };
}
