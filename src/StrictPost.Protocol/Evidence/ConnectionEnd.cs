namespace StrictPost.Protocol.Evidence;

/// <summary>How far a connection had come.</summary>
public enum ConnectionPhase
{
    /// <summary>TCP was being connected.</summary>
    Connecting,

    /// <summary>The SMTP server's greeting was awaited.</summary>
    Greeting,

    /// <summary>The answer to EHLO was awaited.</summary>
    Ehlo,

    /// <summary>The answer to STARTTLS was awaited.</summary>
    StartTls,

    /// <summary>TLS was being agreed.</summary>
    Handshake,

    /// <summary>The HTTP answer's status and headers were awaited.</summary>
    Headers,

    /// <summary>The HTTP body was being read.</summary>
    Body,
}

/// <summary>Why a connection went no further.</summary>
public enum ConnectionFault
{
    /// <summary>This machine has no way to such an address at all, so nothing is known about the host: it has no IPv6, most often.</summary>
    NoRoute,

    /// <summary>The host answered that nobody listens there.</summary>
    Refused,

    /// <summary>The network said that the host cannot be reached.</summary>
    Unreachable,

    /// <summary>The deadline passed.</summary>
    TimedOut,

    /// <summary>The other side closed or reset the connection in the middle.</summary>
    Closed,

    /// <summary>What came is not the protocol that should be spoken there.</summary>
    NotSpoken,

    /// <summary>The other side declined by a reply of its own protocol, such as <c>554</c> or <c>454</c>.</summary>
    Declined,

    /// <summary>The host offers no TLS 1.2 or newer.</summary>
    OldTls,

    /// <summary>TLS could not be agreed for another reason than age: an alert, mostly.</summary>
    TlsFailed,
}

/// <summary>Where and why a connection stopped before its work was done.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Phase">Where.</param>
public sealed record ConnectionEnd(ConnectionFault Fault, ConnectionPhase Phase)
{
    /// <summary>The number of the TLS alert that the other side sent (RFC 8446 §6), or null.</summary>
    public int? Alert { get; init; }

    /// <summary>The other side's reply, or the system's words; from outside: escape it on the way out.</summary>
    public string? Detail { get; init; }
}
