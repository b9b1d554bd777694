using System.Runtime.InteropServices;

namespace StrictPost.Server.Tls;

/// <summary>The functions of OpenSSL 3's library for keys, certificates and buffers, by their own names.</summary>
internal static unsafe partial class LibCrypto
{
    internal const string Name = "libcrypto.so.3";

    /// <summary><c>EVP_PKEY_KEYPAIR</c>.</summary>
    internal const int KeyPair = 0x87;

    [LibraryImport(Name)]
    internal static partial uint OPENSSL_version_major();

    [LibraryImport(Name)]
    internal static partial byte* OpenSSL_version(int part);

    [LibraryImport(Name)]
    internal static partial nint BIO_s_mem();

    [LibraryImport(Name)]
    internal static partial nint BIO_new(nint method);

    [LibraryImport(Name)]
    internal static partial int BIO_free(nint bio);

    [LibraryImport(Name)]
    internal static partial int BIO_read(nint bio, Span<byte> buffer, int length);

    [LibraryImport(Name)]
    internal static partial int BIO_write(nint bio, ReadOnlySpan<byte> buffer, int length);

    [LibraryImport(Name)]
    internal static partial nuint BIO_ctrl_pending(nint bio);

    [LibraryImport(Name)]
    internal static partial nint d2i_X509(nint certificate, byte** input, nint length);

    [LibraryImport(Name)]
    internal static partial void X509_free(nint certificate);

    [LibraryImport(Name)]
    internal static partial nint d2i_AutoPrivateKey(nint key, byte** input, nint length);

    [LibraryImport(Name, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint EVP_PKEY_CTX_new_from_name(nint library, string name, nint properties);

    [LibraryImport(Name)]
    internal static partial void EVP_PKEY_CTX_free(nint context);

    [LibraryImport(Name)]
    internal static partial int EVP_PKEY_fromdata_init(nint context);

    [LibraryImport(Name)]
    internal static partial int EVP_PKEY_fromdata(nint context, nint* key, int selection, OsslParam* parameters);

    [LibraryImport(Name)]
    internal static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Name)]
    internal static partial nint OPENSSL_sk_new_null();

    [LibraryImport(Name)]
    internal static partial int OPENSSL_sk_push(nint stack, nint item);

    [LibraryImport(Name)]
    internal static partial int OPENSSL_sk_num(nint stack);

    [LibraryImport(Name)]
    internal static partial nint OPENSSL_sk_pop(nint stack);

    [LibraryImport(Name)]
    internal static partial void OPENSSL_sk_free(nint stack);

    [LibraryImport(Name)]
    internal static partial void ERR_clear_error();

    [LibraryImport(Name)]
    internal static partial nuint ERR_peek_error();

    [LibraryImport(Name)]
    internal static partial void ERR_error_string_n(nuint error, Span<byte> text, nuint length);
}
