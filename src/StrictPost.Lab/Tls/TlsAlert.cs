namespace StrictPost.Lab.Tls;

/// <summary>Why a server ends a handshake, by the numbers of RFC 8446 §6.</summary>
internal enum TlsAlert : byte
{
    HandshakeFailure = 40,
    ProtocolVersion = 70,
    UnrecognizedName = 112,
}

/// <summary>Alerts as bytes on the wire, since the platform's TLS offers no way to choose one.</summary>
internal static class TlsAlertRecord
{
    private const byte AlertRecord = 21;
    private const byte Fatal = 2;

    /// <summary>The alert in the clear, as every alert is before the server has answered.</summary>
    public static ReadOnlyMemory<byte> Of(TlsAlert alert) => new byte[] { AlertRecord, 3, 3, 0, 2, Fatal, (byte)alert };
}
