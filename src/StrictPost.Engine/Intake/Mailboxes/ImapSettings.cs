using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>How the connection to an IMAP server is protected.</summary>
public enum ImapSecurity
{
    /// <summary>TLS from the first byte (RFC 8314), mostly port 993.</summary>
    Tls,

    /// <summary>STARTTLS, which the server has to offer, mostly port 143.</summary>
    StartTls,

    /// <summary>None: only for a server on this machine, since the password would be readable on the way.</summary>
    None,
}

/// <summary>A mailbox that reports come to.</summary>
public sealed record ImapSettings
{
    /// <summary>The server's name, which its certificate has to prove.</summary>
    public required string Host { get; init; }

    /// <summary>1 to 65535.</summary>
    public int Port { get; init; } = 993;

    /// <summary>How the connection is protected.</summary>
    public ImapSecurity Security { get; init; } = ImapSecurity.Tls;

    /// <summary>Whose mailbox.</summary>
    public required string User { get; init; }

    /// <summary>The file that holds the password in its first line. It is read at each connection, so that a change needs no restart.</summary>
    public required string PasswordFile { get; init; }

    /// <summary>The folder in the mailbox.</summary>
    public string Folder { get; init; } = "INBOX";

    /// <summary>Where messages go that were taken, made where there is none; null to leave them there, marked as seen.</summary>
    public string? MoveTo { get; init; }

    /// <summary>How often is asked where the server cannot tell by itself (IDLE, RFC 2177).</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Who may have signed the server's certificate; null for whom the operating system trusts.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>What to call it.</summary>
    public string Name => $"{User} at {Host}";
}
