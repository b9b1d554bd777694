namespace StrictPost.Engine.Acme;

/// <summary>Why a certificate is taken back (RFC 5280 §5.3.1); only those that a holder may give.</summary>
public enum RevocationReason
{
    Unspecified = 0,
    KeyCompromise = 1,
    AffiliationChanged = 3,
    Superseded = 4,
    CessationOfOperation = 5,
}
