using System.Runtime.InteropServices;

namespace StrictPost.Server.Tls;

/// <summary>OpenSSL's <c>OSSL_PARAM</c>: one named number, text or series of bytes. The default ends a list.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct OsslParam(byte* name, uint type, byte* data, nuint length)
{
    /// <summary>An unsigned number in the machine's byte order.</summary>
    public const uint UnsignedNumber = 2;

    /// <summary>Text in UTF-8.</summary>
    public const uint Text = 4;

    /// <summary>Bytes as they are.</summary>
    public const uint Bytes = 5;

    private readonly byte* _name = name;
    private readonly uint _type = type;
    private readonly byte* _data = data;
    private readonly nuint _length = length;
    private readonly nuint _returned = nuint.MaxValue;
}
