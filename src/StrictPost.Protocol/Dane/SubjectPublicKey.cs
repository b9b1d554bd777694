using System.Formats.Asn1;

namespace StrictPost.Protocol.Dane;

/// <summary>The public key in a certificate, as TLSA selector 1 means it (RFC 6698 §2.1.2).</summary>
internal static class SubjectPublicKey
{
    private static readonly Asn1Tag Version = new(TagClass.ContextSpecific, 0);

    /// <summary>The encoded SubjectPublicKeyInfo of a certificate (RFC 5280 §4.1); empty when that is no certificate.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> certificate)
    {
        try
        {
            var fields = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            if (fields.PeekTag().HasSameClassAndValue(Version))
                fields.ReadEncodedValue();
            fields.ReadEncodedValue(); // serialNumber
            fields.ReadEncodedValue(); // signature
            fields.ReadEncodedValue(); // issuer
            fields.ReadEncodedValue(); // validity
            fields.ReadEncodedValue(); // subject
            return fields.ReadEncodedValue();
        }
        catch (AsnContentException)
        {
            return default;
        }
    }
}
