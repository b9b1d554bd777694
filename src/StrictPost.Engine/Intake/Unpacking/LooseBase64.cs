using System.Buffers;
using System.Buffers.Text;

namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>
/// base64 as it comes in mail, broken or not: what is no base64 is skipped (RFC 2045 §6.8), padding may be missing or stand in the
/// middle, and the URL alphabet is taken too.
/// </summary>
internal static class LooseBase64
{
    /// <summary>Decodes in place.</summary>
    /// <returns>How many bytes there are now.</returns>
    public static int Decode(Span<byte> bytes) =>
        // Looked at first, since what fails halfway has been changed already.
        Base64.IsValid(bytes) && Base64.DecodeFromUtf8InPlace(bytes, out int length) == OperationStatus.Done ? length : DecodeBroken(bytes);

    private static int DecodeBroken(Span<byte> bytes)
    {
        int length = 0;
        int bits = 0;
        int held = 0;
        foreach (byte character in bytes)
        {
            if (character == (byte)'=')
                held = 0;
            if (Value(character) is not (>= 0 and var value))
                continue;
            bits = (bits << 6) | value;
            held += 6;
            if (held < 8)
                continue;
            held -= 8;
            bytes[length++] = (byte)(bits >> held);
        }

        return length;
    }

    private static int Value(byte character) => character switch
    {
        >= (byte)'A' and <= (byte)'Z' => character - 'A',
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };
}
