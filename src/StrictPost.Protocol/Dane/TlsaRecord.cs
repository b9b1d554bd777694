using System.Security.Cryptography;

namespace StrictPost.Protocol.Dane;

/// <summary>A TLSA record (RFC 6698 §2.1) as DNS gave it.</summary>
/// <param name="Usage">Certificate usage; SMTP knows 2 (DANE-TA) and 3 (DANE-EE) only (RFC 7672 §3.1).</param>
/// <param name="Selector">0 the whole certificate, 1 its public key.</param>
/// <param name="MatchingType">0 all bytes, 1 SHA-256, 2 SHA-512.</param>
/// <param name="Data">The certificate association data.</param>
public sealed record TlsaRecord(byte Usage, byte Selector, byte MatchingType, ReadOnlyMemory<byte> Data)
{
    /// <summary>DANE-TA: the record names an authority.</summary>
    public const byte TrustAnchor = 2;

    /// <summary>DANE-EE: the record names the host's own certificate or key.</summary>
    public const byte EndEntity = 3;

    /// <summary>The record's text as a zone file has it.</summary>
    public string Text => $"{Usage} {Selector} {MatchingType} {Convert.ToHexStringLower(Data.Span)}";

    /// <summary>Why a mail server cannot use the record, or null when it can (RFC 7672 §3.1.3, RFC 7671 §4).</summary>
    public string? Unusable => this switch
    {
        { Usage: not (TrustAnchor or EndEntity) } => $"usage {Usage} is not for mail servers, which know 2 and 3",
        { Selector: > 1 } => $"nobody knows the selector {Selector}",
        { MatchingType: > 2 } => $"nobody knows the matching type {MatchingType}",
        { MatchingType: 1, Data.Length: not SHA256.HashSizeInBytes } => $"a SHA-256 digest has 32 bytes, and this one has {Data.Length}",
        { MatchingType: 2, Data.Length: not SHA512.HashSizeInBytes } => $"a SHA-512 digest has 64 bytes, and this one has {Data.Length}",
        { Data.Length: 0 } => "it holds no data",
        _ => null,
    };

    /// <summary>The record for which SMTP servers are advised: usage 3, the key's SHA-256 (RFC 7672 §3.1).</summary>
    /// <param name="certificate">The host's own certificate in DER.</param>
    public static TlsaRecord For(ReadOnlyMemory<byte> certificate) =>
        new(EndEntity, Selector: 1, MatchingType: 1, SHA256.HashData(SubjectPublicKey.Of(certificate).Span));

    /// <summary>Whether the record's data fits a certificate in DER (RFC 6698 §2.1.2 to §2.1.4).</summary>
    public bool Fits(ReadOnlyMemory<byte> certificate)
    {
        var selected = Selector == 0 ? certificate : SubjectPublicKey.Of(certificate);
        if (selected.IsEmpty)
            return false;
        return MatchingType switch
        {
            0 => Data.Span.SequenceEqual(selected.Span),
            1 => Data.Span.SequenceEqual(SHA256.HashData(selected.Span)),
            2 => Data.Span.SequenceEqual(SHA512.HashData(selected.Span)),
            _ => false,
        };
    }
}
