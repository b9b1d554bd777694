namespace StrictPost.Lab.World;

/// <summary>What the data of a TLSA record is made from.</summary>
public enum TlsaSource
{
    /// <summary>The certificate that the mail host shows.</summary>
    HostCertificate,

    /// <summary>The certificate of the authority that issued it: its intermediate, or the lab's root.</summary>
    Issuer,

    /// <summary>The certificate of the lab's root.</summary>
    Root,

    /// <summary>A certificate that nobody shows.</summary>
    Nothing,

    /// <summary>The bytes in <see cref="LabTlsa.Literal"/>.</summary>
    Literal,
}

/// <summary>
/// One TLSA record of a mail host (RFC 6698 §2). Its data is worked out from the very certificates that the host shows,
/// so that it is right, or wrong on purpose.
/// </summary>
/// <param name="Usage">0 to 3 mean something (RFC 6698 §2.1.1); SMTP uses 2 and 3 (RFC 7672 §3.1).</param>
/// <param name="Selector">0 is the whole certificate, 1 its public key.</param>
/// <param name="MatchingType">0 is the bytes themselves, 1 SHA-256, 2 SHA-512; any other leaves the bytes too.</param>
/// <param name="Source">What the data is made from.</param>
public sealed record LabTlsa(byte Usage, byte Selector, byte MatchingType, TlsaSource Source)
{
    /// <summary>The data for <see cref="TlsaSource.Literal"/>.</summary>
    public ReadOnlyMemory<byte> Literal { get; init; }

    /// <summary>
    /// A record that fits: to the host's certificate for the usages 1 and 3, to its issuer for 0 and 2.
    /// </summary>
    public static LabTlsa Of(byte usage, byte selector, byte matchingType) =>
        new(usage, selector, matchingType, usage is 0 or 2 ? TlsaSource.Issuer : TlsaSource.HostCertificate);

    /// <summary>A record that fits to the lab's root: the usage is 2.</summary>
    public static LabTlsa OfRoot(byte selector, byte matchingType) => new(2, selector, matchingType, TlsaSource.Root);

    /// <summary>A well-formed record that fits to nothing the host shows.</summary>
    public static LabTlsa Wrong(byte usage, byte selector, byte matchingType) =>
        new(usage, selector, matchingType, TlsaSource.Nothing);

    /// <summary>A record with data of the wrong length for its matching type, or of no sense at all: three bytes.</summary>
    public static LabTlsa Malformed(byte usage, byte selector, byte matchingType) =>
        Raw(usage, selector, matchingType, new byte[] { 1, 2, 3 });

    /// <summary>A record with this data.</summary>
    public static LabTlsa Raw(byte usage, byte selector, byte matchingType, ReadOnlyMemory<byte> data) =>
        new(usage, selector, matchingType, TlsaSource.Literal) { Literal = data };
}
