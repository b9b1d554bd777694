using System.Text;

namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>
/// Looks how long the fields are that describe parts (<c>Content-Type</c> and the like), before anything parses them: each parameter in them
/// costs the parser a thousand times its bytes.
/// </summary>
internal static class ContentFields
{
    /// <summary>Bytes of one field with all its lines. A file's name of 255 characters takes about 2,400 at worst (RFC 2231).</summary>
    private const int Longest = 8 * 1024;

    /// <summary>Bytes of all fields of a mail; a hundred parts take about 30,000.</summary>
    private const int LongestInAll = 128 * 1024;

    private static ReadOnlySpan<byte> Prefix => "content-"u8;

    /// <summary>Whether they are of a length that can be meant. Lines in bodies count too where they look the same.</summary>
    public static bool AreBounded(ReadOnlySpan<byte> mail)
    {
        int field = 0;
        int all = 0;
        while (!mail.IsEmpty)
        {
            int length = mail.IndexOf((byte)'\n') is >= 0 and var end ? end + 1 : mail.Length;
            bool isContent = field > 0 && mail[0] is (byte)' ' or (byte)'\t' || (length > Prefix.Length && Ascii.EqualsIgnoreCase(mail[..Prefix.Length], Prefix));
            field = !isContent ? 0 : mail[0] is (byte)' ' or (byte)'\t' ? field + length : length;
            all += isContent ? length : 0;
            if (field > Longest || all > LongestInAll)
                return false;
            mail = mail[length..];
        }

        return true;
    }
}
