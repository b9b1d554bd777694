using System.Text;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>A report's bytes as UTF-8 without a byte order mark.</summary>
internal static class ReportText
{
    public static ReadOnlySpan<byte> Utf8(ReadOnlySpan<byte> bytes, ReportRemarks remarks)
    {
        if (Utf16Of(bytes) is { } utf16)
        {
            remarks.Note(ReportOddityFindings.Utf16);
            return WithoutMark(Encoding.UTF8.GetBytes(utf16.GetString(bytes)));
        }

        return WithoutMark(bytes);
    }

    /// <summary>Bytes that are no UTF-8 are replaced where a text holds them (<see cref="JsonText"/>).</summary>
    public static void Check(ReadOnlySpan<byte> utf8, ReportRemarks remarks)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
            remarks.Note(ReportOddityFindings.TextInvalid, detail: "bytes that are not UTF-8");
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

    /// <summary>By the byte order mark; without one, a report begins with a brace and therefore with one byte of zero.</summary>
    private static UnicodeEncoding? Utf16Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] or [(byte)'{', 0, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
        [0xFE, 0xFF, ..] or [0, (byte)'{', ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
        _ => null,
    };
}
