namespace StrictPost.Protocol.Dane;

/// <summary>A TLSA record (RFC 6698 §2.1) as DNS gave it.</summary>
/// <param name="Usage">Certificate usage; SMTP knows 2 (DANE-TA) and 3 (DANE-EE) only (RFC 7672 §3.1).</param>
/// <param name="Selector">0 the whole certificate, 1 its public key.</param>
/// <param name="MatchingType">0 all bytes, 1 SHA-256, 2 SHA-512.</param>
/// <param name="Data">The certificate association data.</param>
public sealed record TlsaRecord(byte Usage, byte Selector, byte MatchingType, ReadOnlyMemory<byte> Data)
{
    /// <summary>The record's text as a zone file has it.</summary>
    public string Text => $"{Usage} {Selector} {MatchingType} {Convert.ToHexStringLower(Data.Span)}";
}
