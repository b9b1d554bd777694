using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Fetching;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Probing;

/// <summary>How a domain is looked at.</summary>
public sealed record ObserveSettings
{
    private const string NobodyInParticular = "localhost";

    /// <summary>Port of the policy hosts. Senders know no other than 443; laboratories do.</summary>
    public int HttpsPort { get; init; } = 443;

    /// <summary>Port of the mail hosts. Senders know no other than 25; laboratories do.</summary>
    public int SmtpPort { get; init; } = 25;

    /// <summary>Whom to trust instead of the operating system's authorities; null for those.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>True to leave the mail hosts themselves alone, and look at their DNS only.</summary>
    public bool SkipSmtp { get; init; }

    /// <summary>True to ask each authoritative server of the domain's zone for the record too.</summary>
    public bool Authoritative { get; init; }

    /// <summary>Port of the authoritative servers. The world knows no other than 53; laboratories do.</summary>
    public int AuthoritativePort { get; init; } = 53;

    /// <summary>What to be called in EHLO: a host name, or an address in brackets. What is neither is not sent.</summary>
    public string HelloName { get; init; } = DomainName.Parse(Environment.MachineName).Value?.Ascii ?? NobodyInParticular;

    /// <summary>How long a host has to accept a connection, of whichever kind.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one fetch may take in all.</summary>
    public TimeSpan FetchDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a mail host has for each reply and for the TLS handshake; some let strangers wait on purpose.</summary>
    public TimeSpan ReplyDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long what was seen of a mail host counts for other domains that name it.</summary>
    public TimeSpan MailHostLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many mail hosts are remembered for that.</summary>
    public int MailHostMemory { get; init; } = 4096;

    /// <summary>The name that is sent: never one that would end the command and begin another.</summary>
    internal string SafeHelloName =>
        HelloName.Length is > 0 and <= DomainName.MaxLength && HelloName.All(letter => letter is > ' ' and <= '~') ? HelloName : NobodyInParticular;

    /// <summary>How policies are fetched under these settings.</summary>
    internal FetchSettings Fetching => new() { Port = HttpsPort, Roots = Roots, ConnectDeadline = ConnectDeadline, Deadline = FetchDeadline };
}
