using System.Runtime.InteropServices;
using System.Text;

namespace StrictPost.Server.Tls;

/// <summary>Whether OpenSSL 3 is on this machine, and what it complains of.</summary>
internal static unsafe class OpenSslLibrary
{
    private const int LeastMajor = 3;
    private const int LongestError = 256;

    /// <summary>Its name and version, such as <c>OpenSSL 3.0.19 27 Jan 2026</c>; null where it cannot be used.</summary>
    public static string? Find()
    {
        // Never unloaded: whatever has run once may have left callbacks at the end of threads.
        if (!NativeLibrary.TryLoad(LibSsl.Name, out _) || !NativeLibrary.TryLoad(LibCrypto.Name, out _))
            return null;
        return LibCrypto.OPENSSL_version_major() >= LeastMajor ? Text(LibCrypto.OpenSSL_version(0)) : null;
    }

    /// <summary>What OpenSSL complained of first on this thread; its complaints are then forgotten.</summary>
    public static string TakeError()
    {
        nuint error = LibCrypto.ERR_peek_error();
        LibCrypto.ERR_clear_error();
        if (error == 0)
            return "OpenSSL gives no reason.";
        Span<byte> text = stackalloc byte[LongestError];
        LibCrypto.ERR_error_string_n(error, text, LongestError);
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }

    private static string Text(byte* text) => Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
}
