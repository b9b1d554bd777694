namespace StrictPost.Protocol.Dane;

/// <summary>What DANE says of a mail host to a sender that looks at it (RFC 7672 §2 and §3).</summary>
public enum DaneState
{
    /// <summary>No TLSA records that DNSSEC proves: DANE has no say.</summary>
    Absent,

    /// <summary>Nobody could say whether there are any, so the host is not used (RFC 7672 §2.1.2).</summary>
    LookupFailed,

    /// <summary>There are records, and none that can be used: TLS is required, and proves nobody (RFC 7672 §2.2).</summary>
    Unusable,

    /// <summary>A record vouches for the host.</summary>
    Passed,

    /// <summary>No record vouches for the host, or it offers no TLS at all.</summary>
    Failed,

    /// <summary>There are usable records, and the host could not be asked.</summary>
    Unknown,
}
