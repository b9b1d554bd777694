using System.Collections.Immutable;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Evidence;

/// <summary>A TLS session that was agreed, whether or not its certificate proves anything.</summary>
public sealed record TlsEvidence
{
    /// <summary>Such as <c>TLS 1.3</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The cipher suite by its registered name.</summary>
    public required string Cipher { get; init; }

    /// <summary>What the host showed, its own certificate first, in the order sent; at most 10.</summary>
    public ImmutableArray<CertificateEvidence> Chain { get => field.IsDefault ? [] : field; init; }

    /// <summary>What is wrong with the chain up to the trusted roots, names aside; empty when it is good.</summary>
    public ImmutableArray<CertificateFault> ChainFaults { get => field.IsDefault ? [] : field; init; }

    /// <summary>The host's own certificate; null when it showed none.</summary>
    public CertificateEvidence? Leaf => Chain is [var first, ..] ? first : null;
}

/// <summary>One certificate as it was shown. Its names come from outside: escape them on the way out.</summary>
public sealed record CertificateEvidence
{
    /// <summary>Most names of one certificate that are kept.</summary>
    public const int MostNames = 1000;

    /// <summary>The dNSName entries of its subjectAltName.</summary>
    public ImmutableArray<string> DnsIds { get => field.IsDefault ? [] : field; init; }

    /// <summary>The subject's common name, which counts for nothing (RFC 8461 §3.3), or null.</summary>
    public string? CommonName { get; init; }

    /// <summary>The issuer's distinguished name.</summary>
    public required string Issuer { get; init; }

    /// <summary>Start of its time.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>End of its time.</summary>
    public DateTimeOffset NotAfter { get; init; }

    /// <summary>The whole certificate in DER.</summary>
    public ReadOnlyMemory<byte> Der { get; init; }

    /// <summary>
    /// What is wrong between the host's certificate and this one, taking this one as the trust anchor and names aside; empty
    /// when it stands behind the host's certificate. Not set for the host's own (RFC 7672 §3.1.2).
    /// </summary>
    public ImmutableArray<CertificateFault> FaultsAsAnchor { get => field.IsDefault ? [] : field; init; }
}
