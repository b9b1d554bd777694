using System.Globalization;
using System.Security.Cryptography;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>What the data of a TLSA record is taken from.</summary>
internal enum TlsaData
{
    /// <summary>The certificate that the server shows, or its issuer's where the usage speaks of an issuer.</summary>
    Right,

    /// <summary>The right length, and another certificate.</summary>
    Wrong,

    /// <summary>Too short for its matching type.</summary>
    Short,
}

/// <summary>A TLSA record to be published for a mail host (RFC 6698 §2.1).</summary>
internal sealed record Tlsa(int Usage, int Selector, int MatchingType, TlsaData Data = TlsaData.Right)
{
    /// <summary>The record's data as a zone file has it.</summary>
    public string Text(PeerCertificate served)
    {
        var certificate = Usage is 0 or 2 ? served.Issuer : served.Leaf;
        byte[] selected = Selector == 0 ? certificate.RawData : certificate.PublicKey.ExportSubjectPublicKeyInfo();
        byte[] data = MatchingType switch
        {
            0 => selected,
            1 => SHA256.HashData(selected),
            _ => SHA512.HashData(selected),
        };
        if (Data is TlsaData.Wrong)
            data[^1] ^= 1;
        string hex = Convert.ToHexString(Data is TlsaData.Short ? data[..4] : data);
        return string.Create(CultureInfo.InvariantCulture, $"{Usage} {Selector} {MatchingType} {hex}");
    }
}
