using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Tls;

/// <summary>A TLSA record as it goes over the wire (RFC 6698 §2.1).</summary>
internal sealed record TlsaData(byte Usage, byte Selector, byte MatchingType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Works the data out from what the host shows.</summary>
    public static TlsaData Of(LabTlsa record, LabMailHost host, LabCertificates certificates) => new(
        record.Usage,
        record.Selector,
        record.MatchingType,
        record.Source switch
        {
            TlsaSource.HostCertificate => Digest(record, certificates.For(host).Leaf),
            TlsaSource.Issuer => Digest(record, certificates.For(host).Issuer),
            TlsaSource.Root => Digest(record, certificates.Root),
            TlsaSource.Nothing => OfNobody(record, certificates),
            _ => record.Literal,
        });

    private static byte[] OfNobody(LabTlsa record, LabCertificates certificates)
    {
        using var strange = certificates.Strange();
        return Digest(record, strange);
    }

    private static byte[] Digest(LabTlsa record, X509Certificate2 certificate)
    {
        byte[] selected = record.Selector == 1 ? certificate.PublicKey.ExportSubjectPublicKeyInfo() : certificate.RawData;
        return record.MatchingType switch
        {
            1 => SHA256.HashData(selected),
            2 => SHA512.HashData(selected),
            _ => selected,
        };
    }
}
