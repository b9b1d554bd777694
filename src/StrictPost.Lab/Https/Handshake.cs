namespace StrictPost.Lab.Https;

/// <summary>The first message of a TLS handshake that reached the lab's policy hosts.</summary>
/// <param name="ServerName">The name in the SNI extension; empty when the client sent none.</param>
/// <param name="OverIpv6">Whether the client came over IPv6.</param>
public sealed record Handshake(string ServerName, bool OverIpv6);
