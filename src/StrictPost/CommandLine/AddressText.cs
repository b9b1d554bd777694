using System.Net;
using System.Net.Sockets;

namespace StrictPost.CommandLine;

/// <summary>IP addresses as people type them.</summary>
internal static class AddressText
{
    /// <summary>
    /// The address, or null. The platform also reads <c>1.2.3</c> and <c>0x7f.1</c> as addresses; nobody means those, and
    /// they would end up in DNS.
    /// </summary>
    public static IPAddress? Parse(string text) =>
        IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 ? address.ScopeId == 0 : address.ToString() == text)
            ? address
            : null;
}
