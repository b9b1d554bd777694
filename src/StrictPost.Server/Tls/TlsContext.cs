using System.Runtime.InteropServices;

namespace StrictPost.Server.Tls;

/// <summary>
/// The one <c>SSL_CTX</c> of all hosts. It holds no certificate: each connection gets its own before the handshake. A
/// context for each host would cost 13 KB and 138 µs.
/// </summary>
internal sealed unsafe class TlsContext : SafeHandle
{
    private const int SetMode = 33;
    private const int SetSessionCacheMode = 44;
    private const int SetServerNameCallback = 53;
    private const int SetGroups = 92;
    private const int SetLeastVersion = 123;

    private const nint ReleaseBuffers = 0x10;
    private const nint NoAutomaticChain = 0x08;

    private const ulong NoTicket = 1UL << 14;
    private const ulong NoCompression = 1UL << 17;
    private const ulong ServerPreference = 1UL << 22;
    private const ulong NoRenegotiation = 1UL << 30;

    /// <summary>For TLS 1.3, the cheapest first: 128 bits protect what is public anyway.</summary>
    private const string Suites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

    /// <summary>RFC 9325 §4.2: forward secrecy and authenticated encryption, for TLS 1.2.</summary>
    private const string Ciphers =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
        + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

    private const string Groups = "X25519:P-256:P-384";

    private TlsContext(nint context)
        : base(0, ownsHandle: true) => SetHandle(context);

    public override bool IsInvalid => handle == 0;

    /// <exception cref="InvalidOperationException">OpenSSL refuses a setting.</exception>
    public static TlsContext Create()
    {
        var context = new TlsContext(LibSsl.SSL_CTX_new(LibSsl.TLS_server_method()));
        if (context.IsInvalid || !context.SetUp())
            throw new InvalidOperationException(OpenSslLibrary.TakeError());
        return context;
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }

    private bool SetUp()
    {
        // Senders come back after days: a ticket costs each connection, and none is ever presented again.
        LibSsl.SSL_CTX_set_options(this, NoTicket | NoCompression | ServerPreference | NoRenegotiation);
        LibSsl.SSL_CTX_ctrl(this, SetSessionCacheMode, 0, 0);
        LibSsl.SSL_CTX_ctrl(this, SetMode, ReleaseBuffers | NoAutomaticChain, 0);
        LibSsl.SSL_CTX_callback_ctrl(this, SetServerNameCallback, &AcceptName);
        LibSsl.SSL_CTX_set_alpn_select_cb(this, &SelectProtocol, 0);
        // RFC 8461 §3.3 leaves TLS to RFC 7525, now RFC 9325: 1.2 at least.
        return LibSsl.SSL_CTX_ctrl(this, SetLeastVersion, LibSsl.Tls12, 0) == 1
            && LibSsl.SSL_CTX_set_num_tickets(this, 0) == 1
            && LibSsl.SSL_CTX_set_ciphersuites(this, Suites) == 1
            && LibSsl.SSL_CTX_set_cipher_list(this, Ciphers) == 1
            && LibSsl.SSL_CTX_ctrl_text(this, SetGroups, 0, Groups) == 1;
    }

    /// <summary>The name was read and judged before; RFC 6066 §3: the server says that it used it.</summary>
    [UnmanagedCallersOnly]
    private static int AcceptName(nint ssl, int* alert, nint argument) => LibSsl.CallbackOk;

    /// <summary>RFC 7301 §3.2: says what was chosen from the first ClientHello, if this one still offers it.</summary>
    [UnmanagedCallersOnly]
    private static int SelectProtocol(nint ssl, byte** chosen, byte* length, byte* offered, uint offeredLength, nint argument)
    {
        var protocol = AlpnProtocol.Wire((Alpn)LibSsl.SSL_get_ex_data(ssl, LibSsl.ApplicationSlot));
        for (uint i = 0; i < offeredLength; i += offered[i] + 1u)
        {
            if (!new ReadOnlySpan<byte>(offered + i + 1, offered[i]).SequenceEqual(protocol))
                continue;
            *chosen = offered + i + 1;
            *length = offered[i];
            return LibSsl.CallbackOk;
        }

        return LibSsl.CallbackFatal;
    }
}
