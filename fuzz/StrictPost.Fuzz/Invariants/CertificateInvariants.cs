using System.Security.Cryptography;
using StrictPost.Protocol.Dane;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What must hold for every run of bytes that a mail host shows as its certificate.</summary>
internal static class CertificateInvariants
{
    public static void Check(byte[] input)
    {
        // The seeds are saved checks, whose longest words are certificates.
        byte[] certificate = Decoded(input) ?? input;
        var record = TlsaRecord.For(certificate);
        Unless(record.Unusable is null, "the advised record can be used");
        bool hasKey = !record.Data.Span.SequenceEqual(SHA256.HashData([]));
        Unless(record.Fits(certificate) == hasKey, "the advised record fits wherever there is a key");
        Unless(new TlsaRecord(TlsaRecord.EndEntity, Selector: 0, MatchingType: 0, certificate).Fits(certificate) == certificate.Length > 0, "a certificate fits itself");
    }

    private static byte[]? Decoded(byte[] input)
    {
        int start = input.AsSpan().IndexOf("\"der\":"u8);
        if (start < 0)
            return null;
        var word = input.AsSpan(start + 6).TrimStart(" \""u8);
        int end = word.IndexOf((byte)'"');
        byte[] certificate = new byte[word.Length];
        return System.Buffers.Text.Base64.DecodeFromUtf8(end < 0 ? word : word[..end], certificate, out _, out int written) == System.Buffers.OperationStatus.Done
            ? certificate[..written]
            : null;
    }
}
