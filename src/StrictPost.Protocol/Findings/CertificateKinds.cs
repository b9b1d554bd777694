using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Findings;

/// <summary>How one protocol names what is wrong with a certificate.</summary>
internal sealed record CertificateKinds(
    FindingKind NameMismatch,
    FindingKind NameOnlyInSubject,
    FindingKind Expired,
    FindingKind NotYetValid,
    FindingKind SelfSigned,
    FindingKind Untrusted,
    FindingKind Unsuitable,
    FindingKind ExpiresSoon)
{
    /// <summary>The kind for a fault.</summary>
    public FindingKind Of(CertificateFault fault) => fault switch
    {
        CertificateFault.NameMismatch => NameMismatch,
        CertificateFault.NameOnlyInSubject => NameOnlyInSubject,
        CertificateFault.Expired => Expired,
        CertificateFault.NotYetValid => NotYetValid,
        CertificateFault.SelfSigned => SelfSigned,
        CertificateFault.Untrusted => Untrusted,
        _ => Unsuitable,
    };
}
