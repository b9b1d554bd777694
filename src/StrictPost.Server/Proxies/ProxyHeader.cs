using System.Net;

namespace StrictPost.Server.Proxies;

/// <summary>How far the first bytes of a connection are a header of the PROXY protocol.</summary>
internal enum ProxyHeaderState
{
    /// <summary>So far so good; more must come.</summary>
    Partial,

    /// <summary>It is here.</summary>
    Whole,

    /// <summary>It is none, or a broken one.</summary>
    Refused,
}

/// <summary>
/// What a proxy says of a connection before the connection's own bytes: the PROXY protocol, versions 1 and 2 (HAProxy's
/// specification of it, 2020/03/05). Pure, and strict: the two sides must mean the same bytes.
/// </summary>
/// <param name="Client">Who connected to the proxy; null where it speaks for itself or does not know.</param>
/// <param name="Length">How many bytes the header has.</param>
internal sealed record ProxyHeader(IPEndPoint? Client, int Length)
{
    /// <summary>Most bytes that a header may have here.</summary>
    public const int Longest = ProxyHeaderV2.Longest;

    /// <summary>Reads what has come so far, from the connection's first byte on.</summary>
    /// <param name="bytes">May go on behind the header.</param>
    /// <param name="header">Not null exactly when it is <see cref="ProxyHeaderState.Whole"/>.</param>
    public static ProxyHeaderState Read(ReadOnlySpan<byte> bytes, out ProxyHeader? header)
    {
        header = null;
        if (bytes.IsEmpty)
            return ProxyHeaderState.Partial;
        // §2.2: the second version's first byte can be no text.
        return bytes[0] == ProxyHeaderV2.FirstByte ? ProxyHeaderV2.Read(bytes, out header) : ProxyHeaderV1.Read(bytes, out header);
    }
}
