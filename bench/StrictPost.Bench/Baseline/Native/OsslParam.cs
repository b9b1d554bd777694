using System.Runtime.InteropServices;

namespace StrictPost.Bench.Baseline.Native;

/// <summary>OpenSSL's OSSL_PARAM.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct OsslParam(byte* name, uint type, byte* data, nuint length)
{
    private readonly byte* _name = name;
    private readonly uint _type = type;
    private readonly byte* _data = data;
    private readonly nuint _length = length;
    private readonly nuint _returned = nuint.MaxValue;
}
