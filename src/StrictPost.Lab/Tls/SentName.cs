using StrictPost.Protocol.Text;

namespace StrictPost.Lab.Tls;

/// <summary>The name that a client sent in its handshake or its request.</summary>
internal static class SentName
{
    /// <summary>
    /// As the client sent it, in A-labels (RFC 6066 §3): the platform hands names over decoded. What is no domain name stays as it is.
    /// </summary>
    public static string Of(string handedOver) => DomainName.TryParse(handedOver, out var name) ? name.Ascii : handedOver;
}
