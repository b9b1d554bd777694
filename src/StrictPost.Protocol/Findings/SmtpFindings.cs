using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can go wrong with a mail server before TLS begins. The value is the addresses.</summary>
internal static class SmtpFindings
{
    private const string Rfc = "RFC 5321 §3.1";
    private const string StartTls = "RFC 8461 §4.2";

    public static readonly FindingKind NotProbed = new("smtp-not-probed", Info, StartTls)
    {
        Message = "The mail hosts were not asked for STARTTLS and certificates, as wanted.",
        Fix = "Run the check without `--no-smtp`, from a network that lets port 25 out, to see the mail hosts too.",
        Why = "The check was told to leave SMTP out. The record, the policy and the names were judged; whether the mail hosts prove "
            + "themselves was not.",
    };

    public static readonly FindingKind Blocked = new("smtp-blocked", Error, StartTls)
    {
        Message = "No mail host could be reached on port 25 ({value}); this network may block it, or all of them are down.",
        Fix = "Run the check from a network that lets port 25 out, such as the mail server itself; or leave SMTP out with `--no-smtp`.",
        Why = SmtpTexts.FromHere + "Since not one connection came about, and none was refused, the fault is most likely on this side. "
            + "It replaces the finding for each single host.",
        IsUndetermined = true,
    };

    public static readonly FindingKind ConnectionRefused = new("smtp-connection-refused", Error, Rfc)
    {
        Message = "The mail host {host} ({value}) refuses connections on port 25: nothing listens there.",
        Fix = "Start the mail server on port 25 of {value}; or remove the addresses, or the MX record, if they are no longer in use.",
        Why = SmtpTexts.NoMail,
    };

    public static readonly FindingKind ConnectionTimedOut = new("smtp-connection-timeout", Error, Rfc)
    {
        Message = "The mail host {host} ({value}) does not answer on port 25.",
        Fix = "Try from another network; if it stays, see that the host is up and that its firewall lets port 25 in.",
        Why = SmtpTexts.FromHere + "Other mail hosts did answer, so it may well be this host.",
        IsUndetermined = true,
    };

    public static readonly FindingKind Unreachable = new("smtp-unreachable", Error, Rfc)
    {
        Message = "The network says that the mail host {host} ({value}) cannot be reached.",
        Fix = "Try from another network; if it stays, correct the address in DNS, or the routing to it.",
        Why = SmtpTexts.FromHere + "A router on the way answered that there is no such host or network, or that it lets nobody through.",
        IsUndetermined = true,
    };

    public static readonly FindingKind NoRoute = new("smtp-no-route", Info, Rfc)
    {
        Message = "The address {value} of the mail host {host} was not tried: this machine has no way to such addresses.",
        Fix = "Run the check from a machine with IPv6 as well as IPv4 to see the whole picture.",
        Why = "The machine that runs the check has no IPv6, most often (or no IPv4). This says nothing about the mail host; its other "
            + "addresses were tried.",
    };

    public static readonly FindingKind NotTried = new("smtp-not-tried", Error, Rfc)
    {
        Message = "The mail host {host} was not tried: this machine has no way to {value}.",
        Fix = "Run the check from a machine that has a way there, such as one with IPv6.",
        Why = "The machine that runs the check has no network of the kind that the host's addresses need, mostly IPv6. What the host proves "
            + "cannot be told from here. Senders without IPv6 cannot deliver to a host that has nothing else.",
        IsUndetermined = true,
    };

    public static readonly FindingKind GreetingRefused = new("smtp-greeting-refused", Error, Rfc)
    {
        Message = "The mail host {host} ({value}) turns visitors away with its first reply: {detail}.",
        Fix = "Look into the mail server's log for the reason; it may be a block list, a limit, or a server that is not to take mail.",
        Why = SmtpTexts.NoMail + "It may do so only to the machine that runs the check, for its address has no mail server's reputation.",
    };

    public static readonly FindingKind NotSpoken = new("smtp-not-spoken", Error, Rfc)
    {
        Message = "What answers on port 25 of the mail host {host} ({value}) does not speak SMTP.",
        Fix = "See what listens on port 25 there, and let the mail server have the port.",
        Why = SmtpTexts.NoMail,
    };

    public static readonly FindingKind Closed = new("smtp-closed", Error, Rfc)
    {
        Message = "The mail host {host} ({value}) closes the connection {detail}.",
        Fix = "Look into the mail server's log for the reason, and at what stands in front of it.",
        Why = SmtpTexts.NoMail + "Load balancers with nothing behind them do this, and servers that block the visitor's address. "
            + "When it closes only after STARTTLS, senders that do not insist on TLS still deliver.",
    };

    public static readonly FindingKind TimedOut = new("smtp-timeout", Error, "RFC 5321 §4.5.3.2")
    {
        Message = "The mail host {host} ({value}) accepts the connection, but does not go on {detail}.",
        Fix = "See whether the mail server is overloaded, or holds strangers back on purpose (tarpit), and shorten the wait.",
        Why = "Senders may wait up to five minutes for each reply, but many give up sooner, and the mail waits. This check waits shorter than "
            + "a patient sender.",
    };

    public static readonly FindingKind EhloRefused = new("smtp-ehlo-refused", Error, "RFC 5321 §4.1.4")
    {
        Message = "The mail host {host} ({value}) refuses EHLO: {detail}.",
        Fix = "Let the mail server accept EHLO; without it there is no STARTTLS.",
        Why = SmtpTexts.Refused + "STARTTLS is an extension, and extensions are offered in the reply to EHLO only.",
    };

    public static readonly FindingKind StartTlsMissing = new("smtp-starttls-missing", Error, StartTls)
    {
        Message = "The mail host {host} ({value}) does not offer STARTTLS.",
        Fix = "Switch STARTTLS on in the mail server, with a certificate for {host}; and see that no firewall removes it from the replies.",
        Why = SmtpTexts.Refused + "Everybody on the way can read mail that is sent without TLS. Some firewalls rewrite the reply so that "
            + "STARTTLS vanishes (`250-XXXXXXXA`).",
    };

    public static readonly FindingKind StartTlsRefused = new("smtp-starttls-refused", Error, StartTls)
    {
        Message = "The mail host {host} ({value}) offers STARTTLS and then declines it: {detail}.",
        Fix = "Look into the mail server's log; mostly its certificate or key cannot be read.",
        Why = SmtpTexts.Refused,
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        NotProbed, Blocked, ConnectionRefused, ConnectionTimedOut, Unreachable, NoRoute, NotTried, GreetingRefused, NotSpoken,
        Closed, TimedOut, EhloRefused, StartTlsMissing, StartTlsRefused,
    ];
}
