using System.Runtime.InteropServices;

namespace StrictPost.Bench.Baseline.Native;

/// <summary>The functions of OpenSSL 3 that a server needs, by their own names.</summary>
internal static unsafe partial class ServerSsl
{
    internal const int WantRead = 2;
    internal const int ZeroReturn = 6;
    internal const int NameAccepted = 0;
    internal const int FatalAlert = 2;
    internal const int UnrecognizedName = 112;

    private const string Ssl = "libssl.so.3";
    private const string Crypto = "libcrypto.so.3";

    [LibraryImport(Ssl)]
    internal static partial nint TLS_server_method();

    [LibraryImport(Ssl)]
    internal static partial nint SSL_CTX_new(nint method);

    [LibraryImport(Ssl)]
    internal static partial ulong SSL_CTX_set_options(nint context, ulong options);

    [LibraryImport(Ssl)]
    internal static partial int SSL_CTX_set_num_tickets(nint context, nuint tickets);

    [LibraryImport(Ssl)]
    internal static partial nint SSL_CTX_ctrl(nint context, int command, nint number, nint pointer);

    [LibraryImport(Ssl)]
    internal static partial nint SSL_CTX_callback_ctrl(nint context, int command, delegate* unmanaged<nint, int*, nint, int> callback);

    [LibraryImport(Ssl)]
    internal static partial void SSL_CTX_set_alpn_select_cb(
        nint context, delegate* unmanaged<nint, byte**, byte*, byte*, uint, nint, int> callback, nint argument);

    [LibraryImport(Ssl)]
    internal static partial byte* SSL_get_servername(nint ssl, int type);

    [LibraryImport(Ssl)]
    internal static partial int SSL_use_certificate(nint ssl, nint certificate);

    [LibraryImport(Ssl)]
    internal static partial int SSL_use_PrivateKey(nint ssl, nint key);

    [LibraryImport(Ssl)]
    internal static partial nint SSL_ctrl(nint ssl, int command, nint number, nint pointer);

    [LibraryImport(Ssl)]
    internal static partial nint SSL_new(nint context);

    [LibraryImport(Ssl)]
    internal static partial void SSL_free(nint ssl);

    [LibraryImport(Ssl)]
    internal static partial void SSL_set_bio(nint ssl, nint read, nint write);

    [LibraryImport(Ssl)]
    internal static partial int SSL_accept(nint ssl);

    [LibraryImport(Ssl)]
    internal static partial int SSL_read(nint ssl, Span<byte> buffer, int length);

    [LibraryImport(Ssl)]
    internal static partial int SSL_write(nint ssl, ReadOnlySpan<byte> buffer, int length);

    [LibraryImport(Ssl)]
    internal static partial int SSL_get_error(nint ssl, int returned);

    [LibraryImport(Ssl)]
    internal static partial int SSL_shutdown(nint ssl);

    [LibraryImport(Crypto)]
    internal static partial nint BIO_s_mem();

    [LibraryImport(Crypto)]
    internal static partial nint BIO_new(nint method);

    [LibraryImport(Crypto)]
    internal static partial int BIO_read(nint bio, Span<byte> buffer, int length);

    [LibraryImport(Crypto)]
    internal static partial int BIO_write(nint bio, ReadOnlySpan<byte> buffer, int length);

    [LibraryImport(Crypto)]
    internal static partial nuint BIO_ctrl_pending(nint bio);

    [LibraryImport(Crypto)]
    internal static partial nint d2i_X509(nint certificate, byte** input, nint length);

    [LibraryImport(Crypto, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint EVP_PKEY_CTX_new_from_name(nint library, string name, nint properties);

    [LibraryImport(Crypto)]
    internal static partial void EVP_PKEY_CTX_free(nint context);

    [LibraryImport(Crypto)]
    internal static partial int EVP_PKEY_fromdata_init(nint context);

    [LibraryImport(Crypto)]
    internal static partial int EVP_PKEY_fromdata(nint context, nint* key, int selection, OsslParam* parameters);

    [LibraryImport(Crypto)]
    internal static partial nint OPENSSL_sk_new_null();

    [LibraryImport(Crypto)]
    internal static partial int OPENSSL_sk_push(nint stack, nint item);

    [LibraryImport(Crypto)]
    internal static partial void ERR_clear_error();
}
