using System.Net;
using Microsoft.AspNetCore.Http;

namespace StrictPost.Server.Proxies;

/// <summary>What trusted proxies say of a request together.</summary>
/// <param name="Client">Who sent it to the outermost of them; null where they do not know.</param>
/// <param name="Host">The host that it was for; null where the Host header says it.</param>
/// <param name="OverPlainHttp">True where it came to the proxy without TLS.</param>
internal sealed record ForwardedRequest(IPAddress? Client, string? Host, bool OverPlainHttp)
{
    private const string PlainScheme = "http";

    /// <summary>Reads <c>Forwarded</c> (RFC 7239) or the <c>X-Forwarded-</c> headers of a request that comes from a trusted proxy.</summary>
    /// <returns>Null where a header is malformed, or the two kinds name different clients: then one of them is the client's own.</returns>
    public static ForwardedRequest? Read(IHeaderDictionary headers, TrustedProxies trusted)
    {
        string forwarded = headers["Forwarded"].ToString();
        var old = ReadOld(headers, trusted);
        if (forwarded.Length == 0)
            return old;
        if (ForwardedHeader.Read(forwarded) is not { } elements)
            return null;
        var found = Choose(elements, trusted);
        return old.Client is null || old.Client.Equals(found.Client) ? found : null;
    }

    /// <summary>From the nearest proxy outwards, as long as who sent the request is a trusted proxy too.</summary>
    private static ForwardedRequest Choose(IReadOnlyList<ForwardedElement> elements, TrustedProxies trusted)
    {
        var request = new ForwardedRequest(null, null, false);
        for (int i = elements.Count - 1; i >= 0; i--)
        {
            var sender = Node(elements[i].For);
            request = new ForwardedRequest(
                sender ?? request.Client, elements[i].Host ?? request.Host, elements[i].Proto?.Equals(PlainScheme, StringComparison.OrdinalIgnoreCase) ?? request.OverPlainHttp);
            if (!trusted.Hold(sender))
                break;
        }

        return request;
    }

    /// <summary>The customary headers: of several hosts and schemes the last counts, since clients may have sent the others.</summary>
    private static ForwardedRequest ReadOld(IHeaderDictionary headers, TrustedProxies trusted)
    {
        IPAddress? client = null;
        string[] senders = Values(headers["X-Forwarded-For"].ToString());
        for (int i = senders.Length - 1; i >= 0; i--)
        {
            var sender = Node(senders[i]);
            client = sender ?? client;
            if (!trusted.Hold(sender))
                break;
        }

        string? scheme = Values(headers["X-Forwarded-Proto"].ToString()).LastOrDefault();
        return new ForwardedRequest(
            client,
            Values(headers["X-Forwarded-Host"].ToString()).LastOrDefault(),
            PlainScheme.Equals(scheme, StringComparison.OrdinalIgnoreCase));
    }

    private static string[] Values(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>RFC 7239 §6: an address, also with a port; IPv6 then in brackets. Null for <c>unknown</c> and made-up names.</summary>
    private static IPAddress? Node(string? text) =>
        text is not null && text.Length < 64 && !text.Contains('%', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var node) ? node.Address : null;
}
