using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Rules.World;

/// <summary>Why TLS was not agreed, for policy hosts and mail hosts alike.</summary>
internal static class HandshakeSight
{
    /// <summary>The alert of a server without a certificate for the name asked for (RFC 6066 §3).</summary>
    public const int UnrecognizedName = 112;

    private const int ProtocolVersion = 70;

    /// <summary>The kind for an end in the handshake.</summary>
    public static (FindingKind Kind, string? Detail) Of(ConnectionEnd end, HandshakeKinds kinds) => end switch
    {
        { Fault: ConnectionFault.OldTls } or { Alert: ProtocolVersion } => (kinds.Old, null),
        { Fault: ConnectionFault.TimedOut } => (kinds.TimedOut, null),
        { Fault: ConnectionFault.NotSpoken } => (kinds.NotSpoken, null),
        { Fault: ConnectionFault.Closed } => (kinds.Closed, null),
        { Alert: { } alert } => (kinds.Refused, $"TLS alert {alert}"),
        _ => (kinds.Refused, end.Detail ?? "no reason given"),
    };
}
