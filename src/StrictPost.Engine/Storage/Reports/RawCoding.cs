using System.IO.Compression;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>How raw bytes are kept: compressed where that makes them smaller.</summary>
internal static class RawCoding
{
    private const string Plain = "plain";
    private const string Brotli = "br";

    /// <summary>Fast: a mail of 4 KB takes about 20 µs. Higher ones gain little on text that holds compressed text.</summary>
    private const int Quality = 1;
    private const int Window = 18;

    /// <summary>Below this, nothing is worth a try.</summary>
    private const int Least = 256;

    public static (string Coding, byte[] Bytes) Pack(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < Least || IsCompressed(bytes.Span))
            return (Plain, bytes.ToArray());
        byte[] packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes.Span, packed, out int length, Quality, Window) && length < bytes.Length
            ? (Brotli, packed[..length])
            : (Plain, bytes.ToArray());
    }

    /// <param name="coding">As <see cref="Pack"/> said.</param>
    /// <param name="bytes">What is kept.</param>
    /// <param name="size">How many bytes there were.</param>
    public static byte[] Unpack(string coding, byte[] bytes, int size)
    {
        if (coding == Plain)
            return bytes;
        byte[] unpacked = new byte[size];
        return BrotliDecoder.TryDecompress(bytes, unpacked, out int length) && length == size
            ? unpacked
            : throw new StoreException("A kept report is damaged.", "Run `strictpost store check`, and restore a backup if need be.");
    }

    /// <summary>gzip (RFC 1952 §2.3.1) and zip.</summary>
    private static bool IsCompressed(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || bytes.StartsWith("PK\u0003\u0004"u8);
}
