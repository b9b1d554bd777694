using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace StrictPost.Server.Tls;

/// <summary>What a server must know of a ClientHello before it can choose a certificate (RFC 8446 §4.1.2).</summary>
/// <param name="ServerName">The host that the client asks for, as it sent it (RFC 6066 §3); null where it names none, or nothing that a host can be called.</param>
/// <param name="Protocol">What will be spoken.</param>
internal sealed record ClientHello(string? ServerName, Alpn Protocol)
{
    private const int ServerNameExtension = 0;
    private const int AlpnExtension = 16;
    private const int VersionAndRandom = 2 + 32;
    private const int LongestSessionId = 32;
    private const int LongestName = 253;

    /// <summary>Reads the body of a handshake message of type client_hello. Never throws.</summary>
    /// <param name="body">What stands behind the message's type and length.</param>
    /// <param name="hello">Null when it is malformed.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out ClientHello? hello)
    {
        hello = null;
        var rest = body;
        if (!TryTake(ref rest, VersionAndRandom, out _)
            || !TryTakeVector(ref rest, lengthBytes: 1, out var session) || session.Length > LongestSessionId
            || !TryTakeVector(ref rest, lengthBytes: 2, out _)
            || !TryTakeVector(ref rest, lengthBytes: 1, out _))
        {
            return false;
        }

        // RFC 5246 §7.4.1.2: a client of TLS 1.2 may leave extensions out.
        if (rest.IsEmpty)
            hello = new ClientHello(null, Alpn.Http11);
        else if (TryTakeVector(ref rest, lengthBytes: 2, out var extensions) && rest.IsEmpty)
            hello = ReadExtensions(extensions);
        return hello is not null;
    }

    private static ClientHello? ReadExtensions(ReadOnlySpan<byte> extensions)
    {
        string? name = null;
        var protocol = Alpn.Http11;
        bool named = false, offered = false;
        while (!extensions.IsEmpty)
        {
            if (!TryTake(ref extensions, 2, out var type) || !TryTakeVector(ref extensions, lengthBytes: 2, out var data))
                return null;
            switch (BinaryPrimitives.ReadUInt16BigEndian(type))
            {
                // RFC 8446 §4.2: no more than one extension of a type.
                case ServerNameExtension when named || !TryReadName(data, out name):
                case AlpnExtension when offered || !TryReadAlpn(data, out protocol):
                    return null;
                case ServerNameExtension:
                    named = true;
                    break;
                case AlpnExtension:
                    offered = true;
                    break;
            }
        }

        return new ClientHello(name, protocol);
    }

    /// <summary>RFC 6066 §3: a list of names with at most one of each type; host names are the only type there is.</summary>
    private static bool TryReadName(ReadOnlySpan<byte> data, out string? name)
    {
        name = null;
        if (!TryTakeVector(ref data, lengthBytes: 2, out var list) || !data.IsEmpty || list.IsEmpty)
            return false;
        if (!TryTake(ref list, 1, out var type) || type[0] != 0
            || !TryTakeVector(ref list, lengthBytes: 2, out var host) || !list.IsEmpty || host.IsEmpty)
        {
            return false;
        }

        if (host.Length <= LongestName && !host.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            name = Encoding.ASCII.GetString(host);
        return true;
    }

    /// <summary>RFC 7301 §3.1: names of 1 to 255 bytes, at least one of them.</summary>
    private static bool TryReadAlpn(ReadOnlySpan<byte> data, out Alpn protocol)
    {
        protocol = Alpn.None;
        if (!TryTakeVector(ref data, lengthBytes: 2, out var list) || !data.IsEmpty || list.IsEmpty)
            return false;
        for (var names = list; !names.IsEmpty;)
        {
            if (!TryTakeVector(ref names, lengthBytes: 1, out var each) || each.IsEmpty)
                return false;
        }

        protocol = AlpnProtocol.Choose(list);
        return true;
    }

    /// <summary>RFC 8446 §3.4: a vector stands behind its length.</summary>
    private static bool TryTakeVector(ref ReadOnlySpan<byte> from, int lengthBytes, out ReadOnlySpan<byte> vector)
    {
        vector = default;
        if (!TryTake(ref from, lengthBytes, out var length))
            return false;
        return TryTake(ref from, lengthBytes == 1 ? length[0] : BinaryPrimitives.ReadUInt16BigEndian(length), out vector);
    }

    private static bool TryTake(ref ReadOnlySpan<byte> from, int count, out ReadOnlySpan<byte> taken)
    {
        bool enough = from.Length >= count;
        taken = enough ? from[..count] : default;
        from = enough ? from[count..] : from;
        return enough;
    }
}
