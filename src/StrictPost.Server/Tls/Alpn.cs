namespace StrictPost.Server.Tls;

/// <summary>What is spoken over TLS (RFC 7301).</summary>
internal enum Alpn
{
    /// <summary>The client offers only what is not spoken here.</summary>
    None,

    /// <summary>Also for a client that offers nothing.</summary>
    Http11,

    /// <summary>HTTP/2 (RFC 9113 §3.2).</summary>
    Http2,

    /// <summary>An authority that looks for the proof of control (RFC 8737).</summary>
    AcmeTls,
}

/// <summary>The choice among what a client offers.</summary>
internal static class AlpnProtocol
{
    /// <summary>Its name on the wire; empty for none.</summary>
    public static ReadOnlySpan<byte> Wire(Alpn protocol) => protocol switch
    {
        Alpn.Http11 => "http/1.1"u8,
        Alpn.Http2 => "h2"u8,
        Alpn.AcmeTls => "acme-tls/1"u8,
        _ => [],
    };

    /// <summary>The best of what is offered; the order of the client does not count.</summary>
    /// <param name="offered">Names, each behind its length in one byte (RFC 7301 §3.1), well formed. Empty where the client sent none.</param>
    public static Alpn Choose(ReadOnlySpan<byte> offered)
    {
        if (offered.IsEmpty)
            return Alpn.Http11;
        // RFC 8737 §3: who validates offers this protocol and no other.
        if (offered[0] == offered.Length - 1 && offered[1..].SequenceEqual(Wire(Alpn.AcmeTls)))
            return Alpn.AcmeTls;
        var best = Alpn.None;
        for (; !offered.IsEmpty; offered = offered[(1 + offered[0])..])
        {
            var name = offered.Slice(1, offered[0]);
            if (name.SequenceEqual(Wire(Alpn.Http2)))
                return Alpn.Http2;
            if (name.SequenceEqual(Wire(Alpn.Http11)))
                best = Alpn.Http11;
        }

        return best;
    }
}
