namespace StrictPost.Protocol.Tls;

/// <summary>Why a certificate does not prove that the right host was reached (RFC 8461 §3.3 and §4.2).</summary>
public enum CertificateFault
{
    /// <summary>None of its DNS-IDs stands for the host.</summary>
    NameMismatch,

    /// <summary>The host's name is in the subject's common name and in no DNS-ID, where alone it counts.</summary>
    NameOnlyInSubject,

    /// <summary>Its time is over, or that of an authority above it.</summary>
    Expired,

    /// <summary>Its time has not begun.</summary>
    NotYetValid,

    /// <summary>It vouches for itself.</summary>
    SelfSigned,

    /// <summary>No trusted authority stands behind it, or one in between was not sent along.</summary>
    Untrusted,

    /// <summary>It is not made for servers, or is otherwise not as RFC 5280 wants it.</summary>
    Unsuitable,
}
