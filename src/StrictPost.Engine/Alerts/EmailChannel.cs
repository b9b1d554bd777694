using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using StrictPost.Engine.Tls;

namespace StrictPost.Engine.Alerts;

/// <summary>How the connection to the mail server is protected.</summary>
public enum EmailSecurity
{
    /// <summary>STARTTLS, which the server has to offer, mostly port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314 §3), mostly port 465.</summary>
    Tls,

    /// <summary>None: only for a server on this machine.</summary>
    None,
}

/// <summary>Who sends mail for us, and to whom.</summary>
public sealed record EmailSettings
{
    /// <summary>The mail server, which its certificate has to prove.</summary>
    public required string Host { get; init; }

    /// <summary>1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>How the connection is protected.</summary>
    public EmailSecurity Security { get; init; }

    /// <summary>Who we are to the server; null where it does not ask.</summary>
    public string? User { get; init; }

    /// <summary>The file that holds the password in its first line.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Whose mail it is.</summary>
    public required MailboxAddress From { get; init; }

    /// <summary>Who gets it; at least one.</summary>
    public required IReadOnlyList<MailboxAddress> To { get; init; }

    /// <summary>Whom to trust; null for the operating system's choice.</summary>
    public X509Certificate2Collection? Roots { get; init; }
}

/// <summary>Mails each message, by submission to a server (RFC 6409).</summary>
public sealed class EmailChannel(EmailSettings settings, TimeProvider time) : IAlertChannel
{
    /// <inheritdoc/>
    public string Name => "email";

    /// <inheritdoc/>
    public Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken) =>
        AlertDeadline.HoldAsync(token => SubmitAsync(message, token), time, cancellationToken);

    private async Task<AlertOutcome> SubmitAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        if (settings.Roots is { } roots)
            client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => OwnRoots.Trust(certificate, chain, errors, roots);
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, Options(settings.Security), cancellationToken);
            if (settings is { User: { } user, PasswordFile: { } file })
                await client.AuthenticateAsync(user, await SecretFile.ReadAsync(file, cancellationToken), cancellationToken);
            using var mail = Mail(message);
            string said = await client.SendAsync(mail, cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
            return AlertOutcome.Sent($"{settings.Host} answered {said.TrimEnd('.')}.");
        }
        catch (SmtpCommandException fault)
        {
            return AlertOutcome.Refused($"{settings.Host} answered {(int)fault.StatusCode} {fault.Message.TrimEnd('.')}.");
        }
        catch (AuthenticationException)
        {
            return AlertOutcome.Refused($"{settings.Host} does not accept the user and the password.");
        }
        catch (Exception fault) when (fault is IOException or SocketException or ProtocolException or SslHandshakeException or NotSupportedException)
        {
            return AlertOutcome.Unreached($"{settings.Host}: {fault.Message.Split('\n')[0].TrimEnd('.', '\r')}.");
        }
    }

    private MimeMessage Mail(AlertMessage message)
    {
        string place = settings.From.Domain;
        var mail = new MimeMessage
        {
            Subject = AlertText.Subject(message),
            MessageId = $"strictpost-alert-{message.Id}@{place}",
            Date = message.At,
            Body = new TextPart("plain") { Text = AlertText.Body(message) },
        };
        mail.From.Add(settings.From);
        mail.To.AddRange(settings.To);
        mail.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834 §5: nobody's absence note answers
        if (!message.IsTest)
            mail.References.Add($"strictpost-incident-{message.Incident.Id}-{message.Incident.Incident.OpenedAt.ToUnixTimeSeconds()}@{place}");
        return mail;
    }

    private static SecureSocketOptions Options(EmailSecurity security) => security switch
    {
        EmailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        EmailSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };
}
