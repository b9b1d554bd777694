using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>Why no connection to the policy host comes about. The value is the addresses.</summary>
internal static class FetchConnectionFindings
{
    private const string Rfc = "RFC 8461 §3.3";

    public static readonly FindingKind Refused = new("fetch-connection-refused", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) refuses connections on port 443: nothing listens there.",
        Fix = "Start the web server on port 443 of {value}; or remove addresses from DNS that are no longer in use.",
        Why = FetchTexts.NoPolicy + "Policies are fetched over HTTPS on port 443 only; a server on port 80 does not help.",
    };

    public static readonly FindingKind TimedOut = new("fetch-connection-timeout", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) does not answer on port 443.",
        Fix = "See that the machine is up and that the firewall lets port 443 in; or remove the address from DNS.",
        Why = FetchTexts.NoPolicy + "A time-out mostly means that a firewall drops the packets, or that the address is an old one.",
    };

    public static readonly FindingKind Unreachable = new("fetch-unreachable", Error, Rfc)
    {
        Message = "The network says that the policy host {host} ({value}) cannot be reached.",
        Fix = "Correct the address in DNS, or the routing to it.",
        Why = FetchTexts.NoPolicy + "A router on the way answered that there is no such host or network, or that it lets nobody through.",
    };

    public static readonly FindingKind NoRoute = new("fetch-no-route", Info, Rfc)
    {
        Message = "The address {value} of the policy host {host} was not tried: this machine has no way to such addresses.",
        Fix = "Run the check from a machine with IPv6 as well as IPv4 to see the whole picture.",
        Why = "The machine that runs the check has no IPv6, most often (or no IPv4). This says nothing about the policy host; its other "
            + "addresses were tried.",
    };

    public static readonly FindingKind NotTried = new("fetch-not-tried", Error, Rfc)
    {
        Message = "The policy host {host} was not tried: this machine has no way to {value}.",
        Fix = "Run the check from a machine that has a way there, such as one with IPv6.",
        Why = "The machine that runs the check has no network of the kind that the policy host's addresses need, mostly IPv6. Whether "
            + "senders get the policy cannot be told from here. Senders without IPv6 cannot get a policy from a host that has nothing else.",
        IsUndetermined = true,
    };

    internal static IReadOnlyList<FindingKind> All { get; } = [Refused, TimedOut, Unreachable, NoRoute, NotTried];
}
