using System.Buffers;

namespace StrictPost.Server.Receiving;

/// <summary>A look at the first bytes of what is posted. What may be a report is accepted, whatever its media type says.</summary>
internal static class ReportBytes
{
    /// <summary>RFC 5322 §3.6.8: printable US-ASCII but for the colon.</summary>
    private static readonly SearchValues<byte> FieldName = SearchValues.Create(
        "!\"#$%&'()*+,-./0123456789;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>True for compressed bytes, for what begins like a JSON object, and for mails.</summary>
    public static bool MayHoldReport(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || bytes.StartsWith("PK\u0003\u0004"u8))
            return true;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            bytes = bytes[3..];
        return bytes.TrimStart(" \t\r\n"u8).StartsWith("{"u8) || IsMail(bytes);
    }

    /// <summary>A header field, or the line that begins a message in an mbox.</summary>
    private static bool IsMail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("From "u8))
            return true;
        int end = bytes.IndexOfAnyExcept(FieldName);
        return end > 0 && bytes[end] == (byte)':';
    }
}
