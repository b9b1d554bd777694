namespace StrictPost.Lab.World;

/// <summary>Who signs a host's certificate, and what the host sends of that.</summary>
public enum LabChain
{
    /// <summary>The lab's root signs. The host sends its own certificate alone.</summary>
    FromRoot,

    /// <summary>An intermediate authority signs, and the host sends the intermediate's certificate along.</summary>
    WithIntermediate,

    /// <summary>An intermediate authority signs, and the host forgets to send the intermediate's certificate.</summary>
    IntermediateMissing,
}

/// <summary>What is the matter with a host's TLS. One at a time: a client reports the first it meets.</summary>
public enum TlsFault
{
    /// <summary>Nothing: a certificate for exactly the host, from the lab's authority.</summary>
    None,

    /// <summary>
    /// No fault to a client that knows its rules: the certificate names <c>*.</c> and the host's parent.
    /// </summary>
    WildcardCertificate,

    /// <summary>The certificate is for another host.</summary>
    WrongName,

    /// <summary>The certificate names the host in the subject's common name and nowhere else.</summary>
    NameOnlyInSubject,

    /// <summary>The certificate's time is over.</summary>
    Expired,

    /// <summary>No fault yet: the certificate's time is over in five days.</summary>
    ExpiringSoon,

    /// <summary>The certificate's time is still to come.</summary>
    NotYetValid,

    /// <summary>The certificate vouches for itself.</summary>
    SelfSigned,

    /// <summary>The certificate comes from an authority that nobody trusts.</summary>
    UntrustedAuthority,

    /// <summary>The certificate is for clients, not for servers, by its extended key usage (RFC 5280 §4.2.1.12).</summary>
    Unsuitable,

    /// <summary>The host has no certificate for the name asked for, and says so by alert <c>unrecognized_name</c>.</summary>
    NoCertificate,

    /// <summary>The server answers the client's first message with the alert <c>handshake_failure</c>.</summary>
    HandshakeRefused,

    /// <summary>
    /// The server answers as one that knows nothing newer than TLS 1.1 does when a client wants at least 1.2 (RFC 8461
    /// §3.3): with the alert <c>protocol_version</c>. To an old client it says the same.
    /// </summary>
    OldProtocol,

    /// <summary>The server answers the client's first message with text that is no TLS.</summary>
    NotSpoken,

    /// <summary>The server closes the connection on the client's first message.</summary>
    Closed,

    /// <summary>The server never answers the client's first message.</summary>
    NoAnswer,
}
