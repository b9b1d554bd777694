namespace StrictPost.Protocol.Findings;

/// <summary>How one protocol names the ways in which TLS cannot be agreed.</summary>
internal sealed record HandshakeKinds(FindingKind Old, FindingKind Refused, FindingKind NotSpoken, FindingKind Closed, FindingKind TimedOut);
