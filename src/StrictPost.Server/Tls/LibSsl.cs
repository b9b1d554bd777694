using System.Runtime.InteropServices;

namespace StrictPost.Server.Tls;

/// <summary>The functions of OpenSSL 3's TLS library that a server needs, by their own names.</summary>
internal static unsafe partial class LibSsl
{
    internal const string Name = "libssl.so.3";

    internal const int ErrorWantRead = 2;
    internal const int ErrorZeroReturn = 6;
    internal const int CallbackOk = 0;
    internal const int CallbackFatal = 2;
    internal const int Tls12 = 0x0303;
    internal const int Tls13 = 0x0304;

    /// <summary>The slot of <c>SSL_set_ex_data</c> that belongs to the application.</summary>
    internal const int ApplicationSlot = 0;

    [LibraryImport(Name)]
    internal static partial nint TLS_server_method();

    [LibraryImport(Name)]
    internal static partial nint SSL_CTX_new(nint method);

    [LibraryImport(Name)]
    internal static partial void SSL_CTX_free(nint context);

    [LibraryImport(Name)]
    internal static partial ulong SSL_CTX_set_options(TlsContext context, ulong options);

    [LibraryImport(Name)]
    internal static partial int SSL_CTX_set_num_tickets(TlsContext context, nuint tickets);

    [LibraryImport(Name)]
    internal static partial nint SSL_CTX_ctrl(TlsContext context, int command, nint number, nint pointer);

    [LibraryImport(Name, EntryPoint = "SSL_CTX_ctrl", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint SSL_CTX_ctrl_text(TlsContext context, int command, nint number, string text);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SSL_CTX_set_cipher_list(TlsContext context, string list);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SSL_CTX_set_ciphersuites(TlsContext context, string list);

    [LibraryImport(Name)]
    internal static partial nint SSL_CTX_callback_ctrl(TlsContext context, int command, delegate* unmanaged<nint, int*, nint, int> callback);

    [LibraryImport(Name)]
    internal static partial void SSL_CTX_set_alpn_select_cb(
        TlsContext context, delegate* unmanaged<nint, byte**, byte*, byte*, uint, nint, int> callback, nint argument);

    [LibraryImport(Name)]
    internal static partial nint SSL_new(TlsContext context);

    [LibraryImport(Name)]
    internal static partial void SSL_free(nint ssl);

    [LibraryImport(Name)]
    internal static partial int SSL_set_ex_data(nint ssl, int slot, nint value);

    [LibraryImport(Name)]
    internal static partial nint SSL_get_ex_data(nint ssl, int slot);

    [LibraryImport(Name)]
    internal static partial void SSL_set_bio(nint ssl, nint read, nint write);

    [LibraryImport(Name)]
    internal static partial int SSL_use_certificate(nint ssl, CertificateHandle certificate);

    [LibraryImport(Name)]
    internal static partial int SSL_use_PrivateKey(nint ssl, KeyHandle key);

    [LibraryImport(Name)]
    internal static partial nint SSL_ctrl(nint ssl, int command, nint number, ChainHandle chain);

    [LibraryImport(Name)]
    internal static partial int SSL_accept(nint ssl);

    [LibraryImport(Name)]
    internal static partial int SSL_read(nint ssl, Span<byte> buffer, int length);

    [LibraryImport(Name)]
    internal static partial int SSL_peek(nint ssl, Span<byte> buffer, int length);

    [LibraryImport(Name)]
    internal static partial int SSL_write(nint ssl, ReadOnlySpan<byte> buffer, int length);

    [LibraryImport(Name)]
    internal static partial int SSL_get_error(nint ssl, int returned);

    [LibraryImport(Name)]
    internal static partial int SSL_shutdown(nint ssl);
}
