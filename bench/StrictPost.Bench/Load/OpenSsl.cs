using System.Runtime.InteropServices;
using System.Text;

namespace StrictPost.Bench.Load;

/// <summary>
/// The few functions of OpenSSL 3 that a sender needs. SslStream takes about twice the CPU for a full handshake, which on
/// a small machine would measure the client instead of the server.
/// </summary>
internal static unsafe partial class OpenSsl
{
    private const string Ssl = "libssl.so.3";
    private const string Crypto = "libcrypto.so.3";

    /// <summary>What OpenSSL complained of last on this thread.</summary>
    public static string TakeError()
    {
        var error = GetError();
        if (error == 0)
            return "OpenSSL has no complaint";
        var text = stackalloc byte[256];
        ErrorString(error, text, 256);
        ClearErrors();
        return Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
    }

    [LibraryImport(Ssl, EntryPoint = "TLS_client_method")]
    internal static partial nint ClientMethod();

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_new")]
    internal static partial nint NewContext(nint method);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_free")]
    internal static partial void FreeContext(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_ctrl")]
    internal static partial nint ControlContext(TlsContext context, int command, nint number, nint pointer);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_options")]
    internal static partial ulong SetOptions(TlsContext context, ulong options);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_alpn_protos")]
    internal static partial int SetAlpn(TlsContext context, ReadOnlySpan<byte> protocols, uint length);

    [LibraryImport(Ssl, EntryPoint = "SSL_new")]
    internal static partial nint New(TlsContext context);

    [LibraryImport(Ssl, EntryPoint = "SSL_free")]
    internal static partial void Free(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_fd")]
    internal static partial int SetSocket(nint ssl, int socket);

    [LibraryImport(Ssl, EntryPoint = "SSL_ctrl")]
    internal static partial nint Control(nint ssl, int command, nint number, ReadOnlySpan<byte> value);

    [LibraryImport(Ssl, EntryPoint = "SSL_connect")]
    internal static partial int Connect(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_session_reused")]
    internal static partial int IsReused(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_read")]
    internal static partial int Read(nint ssl, Span<byte> buffer, int length);

    [LibraryImport(Ssl, EntryPoint = "SSL_write")]
    internal static partial int Write(nint ssl, ReadOnlySpan<byte> buffer, int length);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_error")]
    internal static partial int Outcome(nint ssl, int returned);

    [LibraryImport(Ssl, EntryPoint = "SSL_shutdown")]
    internal static partial int Shutdown(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get1_peer_certificate")]
    internal static partial nint PeerCertificate(nint ssl);

    [LibraryImport(Crypto, EntryPoint = "i2d_X509")]
    internal static partial int Encode(nint certificate, byte** output);

    [LibraryImport(Crypto, EntryPoint = "X509_free")]
    internal static partial void FreeCertificate(nint certificate);

    [LibraryImport(Crypto, EntryPoint = "ERR_clear_error")]
    internal static partial void ClearErrors();

    [LibraryImport(Crypto, EntryPoint = "ERR_get_error")]
    private static partial nuint GetError();

    [LibraryImport(Crypto, EntryPoint = "ERR_error_string_n")]
    private static partial void ErrorString(nuint error, byte* text, nuint length);
}
