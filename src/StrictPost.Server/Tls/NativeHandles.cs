using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Server.Tls;

/// <summary>An <c>X509</c>. Whoever puts it on a connection takes a reference of its own there.</summary>
internal sealed unsafe class CertificateHandle : SafeHandle
{
    private CertificateHandle(nint certificate)
        : base(0, ownsHandle: true) => SetHandle(certificate);

    public override bool IsInvalid => handle == 0;

    /// <exception cref="CryptographicException">OpenSSL cannot read it.</exception>
    public static CertificateHandle Decode(ReadOnlySpan<byte> der) => new(DecodeBare(der));

    /// <summary>The same, for the caller to free.</summary>
    /// <exception cref="CryptographicException">OpenSSL cannot read it.</exception>
    public static nint DecodeBare(ReadOnlySpan<byte> der)
    {
        fixed (byte* start = der)
        {
            byte* input = start;
            nint certificate = LibCrypto.d2i_X509(0, &input, der.Length);
            return certificate != 0 ? certificate : throw new CryptographicException(OpenSslLibrary.TakeError());
        }
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.X509_free(handle);
        return true;
    }
}

/// <summary>An <c>EVP_PKEY</c> with its private part.</summary>
internal sealed class KeyHandle : SafeHandle
{
    public KeyHandle(nint key)
        : base(0, ownsHandle: true) => SetHandle(key);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_PKEY_free(handle);
        return true;
    }
}

/// <summary>A <c>STACK_OF(X509)</c> that owns what is in it: the intermediates that go along with a certificate.</summary>
internal sealed class ChainHandle : SafeHandle
{
    private ChainHandle(nint stack)
        : base(0, ownsHandle: true) => SetHandle(stack);

    public override bool IsInvalid => handle == 0;

    /// <exception cref="CryptographicException">OpenSSL cannot read one of them.</exception>
    public static ChainHandle Of(X509Certificate2Collection intermediates)
    {
        var chain = new ChainHandle(LibCrypto.OPENSSL_sk_new_null());
        try
        {
            foreach (var intermediate in intermediates)
                _ = LibCrypto.OPENSSL_sk_push(chain.handle, CertificateHandle.DecodeBare(intermediate.RawDataMemory.Span));
            return chain;
        }
        catch
        {
            chain.Dispose();
            throw;
        }
    }

    protected override bool ReleaseHandle()
    {
        while (LibCrypto.OPENSSL_sk_num(handle) > 0)
            LibCrypto.X509_free(LibCrypto.OPENSSL_sk_pop(handle));
        LibCrypto.OPENSSL_sk_free(handle);
        return true;
    }
}
