using System.Buffers;
using System.Text;

namespace StrictPost.Protocol.Text;

/// <summary>Reading bytes as UTF-8 without losing track of what was wrong with them.</summary>
internal static class Utf8Text
{
    /// <summary>Offset of the first byte that is not UTF-8 (RFC 3629), or -1.</summary>
    public static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        int offset = 0;
        while (offset < bytes.Length)
        {
            if (Rune.DecodeFromUtf8(bytes[offset..], out _, out int consumed) != OperationStatus.Done)
                return offset;
            offset += consumed;
        }

        return -1;
    }
}
