using System.Text;
using StrictPost.Protocol.Text;

namespace StrictPost.Server.Tls;

/// <summary>The name that a client asks for in the TLS handshake.</summary>
internal static class HandshakeName
{
    /// <summary>As the client sent it, in A-labels (RFC 6066 §3): the platform hands it over decoded. What is no domain name stays as it is.</summary>
    public static string Of(string handedOver) =>
        Ascii.IsValid(handedOver) || !DomainName.TryParse(handedOver, out var name) ? handedOver : name.Ascii;
}
