using System.Net.Security;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using StrictPost.Engine.Dns;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Engine.Sending;

/// <summary>Mails a report (RFC 8460 §5.3) to the first mail host of the address that answers.</summary>
internal sealed class ReportMail(DnsLookups dns, SendSettings settings)
{
    private const string Scheme = "mailto:";

    public async Task<SendOutcome> SendAsync(TestReport report, ReportUri address, CancellationToken cancellationToken)
    {
        string mailbox = Uri.UnescapeDataString(address.Text[Scheme.Length..].Split('?')[0]);
        var domain = DomainName.Parse(mailbox[(mailbox.LastIndexOf('@') + 1)..]).Value!;
        var records = await dns.MxAsync(domain, cancellationToken);
        if (!records.IsCertain)
            return SendOutcome.Unreached($"The mail hosts of {domain} could not be looked up.");
        var hosts = MailHosts.Of(domain, [.. records.Found]);
        if (hosts.TakesNoMail)
            return SendOutcome.Refused($"{domain} takes no mail (null MX, RFC 7505).");
        var outcome = SendOutcome.Refused($"{domain} has no mail host.");
        foreach (var host in hosts.Hosts)
        {
            outcome = await SendAsync(report, mailbox, host, cancellationToken);
            if (outcome.IsCertain)
                break;
        }

        return outcome;
    }

    private async Task<SendOutcome> SendAsync(TestReport report, string mailbox, DomainName host, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient { LocalDomain = settings.HelloName };
        client.ServerCertificateValidationCallback = (_, _, _, errors) => GoesOut(errors);
        try
        {
            using var stream = await HostConnect.ToAsync(dns, host, settings.SmtpPort, cancellationToken);
            await client.ConnectAsync(stream, host.Ascii, settings.SmtpPort, SecureSocketOptions.StartTlsWhenAvailable, cancellationToken);
            string said = await client.SendAsync(Message(report, mailbox), cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
            return SendOutcome.Accepted($"{host} answered {said}{(said.EndsWith('.') ? "" : ".")}");
        }
        catch (SmtpCommandException fault)
        {
            string text = $"{host} answered {(int)fault.StatusCode} {fault.Message.TrimEnd('.')}.";
            return (int)fault.StatusCode >= 500 ? SendOutcome.Refused(text) : SendOutcome.Unreached(text);
        }
        catch (Exception fault) when (fault is IOException or ProtocolException or AuthenticationException or SslHandshakeException)
        {
            return SendOutcome.Unreached($"{fault.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>RFC 8460 §3: a report goes out whatever is wrong with the certificate, since it tells of just that.</summary>
    private static bool GoesOut(SslPolicyErrors errors) => errors >= SslPolicyErrors.None;

    private static MimeMessage Message(TestReport report, string mailbox)
    {
        var message = new MimeMessage
        {
            Subject = $"Report Domain: {report.Domain} Submitter: {report.Domain} Report-ID: <{report.Id}@{report.Domain}>",
        };
        message.From.Add(new MailboxAddress("", $"postmaster@{report.Domain}"));
        message.To.Add(MailboxAddress.Parse(mailbox));
        message.Headers.Add("TLS-Report-Domain", report.Domain.Ascii);
        message.Headers.Add("TLS-Report-Submitter", report.Domain.Ascii);
        message.Headers.Add("TLS-Required", "No"); // RFC 8689 §5
        var attachment = new MimePart("application", "tlsrpt+gzip")
        {
            Content = new MimeContent(new MemoryStream(report.ToGzip())),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = report.FileName },
            ContentTransferEncoding = ContentEncoding.Base64,
        };
        var body = new Multipart("report") { new TextPart("plain") { Text = "This is a test of how TLS reports arrive. It counts for nothing." }, attachment };
        body.ContentType.Parameters.Add("report-type", "tlsrpt");
        message.Body = body;
        return message;
    }
}
