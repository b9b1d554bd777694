using System.Collections.Immutable;
using System.Net;

namespace StrictPost.Lab.Smtp;

/// <summary>What a client did at a mail host of the lab, from its connecting to its going.</summary>
/// <param name="Address">Which of the lab's addresses it came to.</param>
/// <param name="ServerName">The name in the SNI extension; null when no handshake began, empty when it gave none.</param>
/// <param name="Commands">All its lines, in the clear and inside TLS, in order.</param>
/// <param name="InTls">Whether a handshake was finished.</param>
public sealed record SmtpSession(IPAddress Address, string? ServerName, ImmutableArray<string> Commands, bool InTls)
{
    /// <summary>Whether it took its leave, as polite clients do (RFC 5321 §4.1.1.10).</summary>
    public bool Quit => Commands is [.., var last] && last.Trim().Equals("QUIT", StringComparison.OrdinalIgnoreCase);
}
