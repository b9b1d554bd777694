using Codec = System.Buffers.Text.Base64Url;

namespace StrictPost.Engine.Acme;

/// <summary>Base64 for URLs without padding, the only kind that JWS knows (RFC 7515 §2).</summary>
internal static class Base64Url
{
    public static string Encode(ReadOnlySpan<byte> bytes) => Codec.EncodeToString(bytes);

    /// <summary>Whether a text holds nothing but the alphabet.</summary>
    public static bool IsText(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_'))
                return false;
        }

        return true;
    }
}
