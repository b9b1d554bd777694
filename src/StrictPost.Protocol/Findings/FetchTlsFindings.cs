using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>Why TLS with the policy host cannot be agreed. The value is the addresses.</summary>
internal static class FetchTlsFindings
{
    private const string Rfc = "RFC 8461 §3.3";

    public static readonly FindingKind Old = new("fetch-tls-old", Error, "RFC 8461 §7.2")
    {
        Message = "The policy host {host} ({value}) offers no TLS 1.2 or newer.",
        Fix = "Switch TLS 1.2 and 1.3 on in the web server.",
        Why = FetchTexts.NoPolicy + "Older versions are broken and no current sender speaks them.",
    };

    public static readonly FindingKind NoCertificate = new("fetch-tls-no-certificate", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) says that it has no certificate for this name (TLS alert 112, unrecognized_name).",
        Fix = "Set up {host} on the web server, with a certificate for exactly this name.",
        Why = FetchTexts.NoPolicy + "The web server is up, but has never heard of the name: the site was not set up there, or the "
            + "certificate was never issued.",
    };

    public static readonly FindingKind Refused = new("fetch-tls-refused", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) refuses the TLS handshake: {detail}.",
        Fix = "Look into the web server's log for the reason; see that it has a certificate for {host}, and asks no certificate of its visitors.",
        Why = FetchTexts.NoPolicy + "Servers break the handshake off when they have no certificate for the name, share no cipher with the "
            + "sender, or want the sender to show a certificate.",
    };

    public static readonly FindingKind NotSpoken = new("fetch-tls-not-spoken", Error, Rfc)
    {
        Message = "What answers on port 443 of the policy host {host} ({value}) does not speak TLS.",
        Fix = "Let the web server speak HTTPS on port 443.",
        Why = FetchTexts.NoPolicy + "Plain HTTP on port 443 is the usual cause: the port is forwarded to a server that was not set up for TLS.",
    };

    public static readonly FindingKind Closed = new("fetch-tls-closed", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) closes the connection in the middle of the TLS handshake.",
        Fix = "Look into the web server's log, and at what stands in front of it, such as a load balancer or a firewall.",
        Why = FetchTexts.NoPolicy + "Load balancers with nothing behind them do this, and firewalls that do not know the name.",
    };

    public static readonly FindingKind TimedOut = new("fetch-tls-timeout", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) does not finish the TLS handshake in time.",
        Fix = "See whether the web server is overloaded, or waits for something behind it.",
        Why = FetchTexts.NoPolicy + "Senders wait a minute at most for the whole policy.",
    };

    /// <summary>How connections to policy hosts name these faults.</summary>
    public static HandshakeKinds Kinds { get; } = new(Old, Refused, NotSpoken, Closed, TimedOut);

    internal static IReadOnlyList<FindingKind> All { get; } = [Old, NoCertificate, Refused, NotSpoken, Closed, TimedOut];
}
