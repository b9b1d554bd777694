using System.Buffers;
using System.Buffers.Text;

namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>What bytes are by themselves, whatever they are called.</summary>
internal enum ByteKind
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>Nothing, or blanks only.</summary>
    Empty,

    /// <summary>JSON, or text in UTF-16 that may be.</summary>
    Json,

    /// <summary>XML or HTML.</summary>
    Markup,

    /// <summary>gzip (RFC 1952).</summary>
    Gzip,

    /// <summary>zlib (RFC 1950).</summary>
    Zlib,

    /// <summary>A zip archive.</summary>
    Zip,

    /// <summary>Mail (RFC 5322), also behind the line that mbox files put in front.</summary>
    Mail,

    /// <summary>base64 of JSON or of something compressed.</summary>
    Base64,
}

/// <summary>Tells kinds apart by their first bytes.</summary>
internal static class ByteKinds
{
    /// <summary>Longest name of a header field that is believed, in bytes.</summary>
    private const int LongestField = 76;

    /// <summary>So many characters of base64 give the first bytes of what they hold.</summary>
    private const int Base64Taste = 16;

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>What these are.</summary>
    public static ByteKind Of(ReadOnlySpan<byte> bytes)
    {
        if (Packed(bytes) is var packed and not ByteKind.Unknown)
            return packed;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return ByteKind.Json;
        var text = Text(bytes);
        if (text.IsEmpty)
            return ByteKind.Empty;
        return text[0] switch
        {
            (byte)'{' or (byte)'[' => ByteKind.Json,
            (byte)'<' => ByteKind.Markup,
            _ when StartsMail(text) => ByteKind.Mail,
            _ when StartsBase64(text) => ByteKind.Base64,
            _ => ByteKind.Unknown,
        };
    }

    private static ByteKind Packed(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return ByteKind.Gzip;
        if (bytes.StartsWith("PK\u0003\u0004"u8) || bytes.StartsWith("PK\u0005\u0006"u8))
            return ByteKind.Zip;
        // The usual first bytes only: zlib has no other sign, and most pairs that RFC 1950 allows are also text.
        return bytes is [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..] ? ByteKind.Zlib : ByteKind.Unknown;
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes) =>
        (bytes.StartsWith(Utf8Mark) ? bytes[Utf8Mark.Length..] : bytes).TrimStart(" \t\r\n\0"u8);

    private static bool StartsMail(ReadOnlySpan<byte> text) =>
        text.StartsWith("From "u8)
        || (text[..Math.Min(text.Length, LongestField + 1)].IndexOf((byte)':') is > 0 and var colon && !text[..colon].ContainsAnyExceptInRange((byte)'!', (byte)'~'));

    private static bool StartsBase64(ReadOnlySpan<byte> text)
    {
        Span<byte> inside = stackalloc byte[Base64Taste];
        return text.Length > Base64Taste
            && Base64.DecodeFromUtf8(text[..Base64Taste], inside, out _, out int length) == OperationStatus.Done
            && (Packed(inside[..length]) != ByteKind.Unknown || Text(inside[..length]) is [(byte)'{', ..]);
    }
}
