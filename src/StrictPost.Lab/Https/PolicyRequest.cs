using System.Collections.Immutable;

namespace StrictPost.Lab.Https;

/// <summary>An HTTP request that reached the lab's policy hosts.</summary>
/// <param name="Method">Such as <c>GET</c>.</param>
/// <param name="Host">The host asked for, without port.</param>
/// <param name="Path">Path and query, as sent.</param>
/// <param name="Protocol">Such as <c>HTTP/1.1</c> or <c>HTTP/2</c>.</param>
/// <param name="ServerName">The name in the SNI extension of the connection.</param>
/// <param name="Headers">All header fields, by name without case; several values are joined by commas.</param>
public sealed record PolicyRequest(
    string Method, string Host, string Path, string Protocol, string ServerName, ImmutableDictionary<string, string> Headers);
