using System.Globalization;
using System.Text;

namespace StrictPost.Protocol.Records;

/// <summary>
/// Texts as TXT records hold them: character-strings of up to 255 bytes (RFC 1035 §3.3.14), quoted as in a zone file
/// (§5.1). Readers join the strings without a blank (RFC 8461 §3.1).
/// </summary>
internal static class CharacterStrings
{
    /// <summary>The text as one or more quoted strings, separated by a blank.</summary>
    public static string Quote(string text) => string.Join(' ', Split(text).Select(part => $"\"{Escape(part)}\""));

    /// <summary>The text's UTF-8 bytes, cut where a string is full. An empty text is one empty string.</summary>
    public static IReadOnlyList<byte[]> Split(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length == 0 ? [bytes] : [.. bytes.Chunk(DnsRecord.LongestString)];
    }

    /// <summary>The bytes for the inside of quotes: everything but plain visible ASCII as <c>\DDD</c>.</summary>
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length + 8);
        foreach (byte b in bytes)
        {
            if (b is (byte)'"' or (byte)'\\')
                text.Append('\\').Append((char)b);
            else if (b is < 0x20 or > 0x7E)
                text.Append(CultureInfo.InvariantCulture, $"\\{b:D3}");
            else
                text.Append((char)b);
        }

        return text.ToString();
    }
}
