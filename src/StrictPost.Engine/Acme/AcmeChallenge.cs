namespace StrictPost.Engine.Acme;

/// <summary>The ways to prove a name that we know.</summary>
public enum ChallengeType
{
    /// <summary>A file at port 80 (RFC 8555 §8.3).</summary>
    Http01,

    /// <summary>A certificate at port 443 (RFC 8737).</summary>
    TlsAlpn01,
}

/// <summary>How far a challenge is (RFC 8555 §7.1.6).</summary>
public enum ChallengeStatus
{
    Pending,
    Processing,
    Valid,
    Invalid,
}

/// <summary>One way to prove a name (RFC 8555 §8).</summary>
/// <param name="Type">Which way.</param>
/// <param name="Url">Where to say that the proof is in place.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Token">What the proof is made of: base64url, at least 128 bits.</param>
public sealed record AcmeChallenge(ChallengeType Type, Uri Url, ChallengeStatus Status, string Token)
{
    /// <summary>128 bits in base64url (RFC 8555 §8.3).</summary>
    private const int ShortestToken = 22;
    private const int LongestToken = 256;

    /// <summary>Why it failed, where the authority says.</summary>
    public AcmeProblem? Error { get; init; }

    /// <summary>Null for a type that we do not know, and for a token that is none: it becomes part of a path.</summary>
    internal static AcmeChallenge? Read(JsonFields fields)
    {
        ChallengeType? type = fields.Text("type", 20) switch
        {
            "http-01" => ChallengeType.Http01,
            "tls-alpn-01" => ChallengeType.TlsAlpn01,
            _ => null,
        };
        if (type is null || fields.Https("url") is not { } url || StatusOf(fields.Text("status", 20)) is not { } status
            || fields.Text("token", LongestToken + 1) is not { Length: >= ShortestToken and <= LongestToken } token || !Base64Url.IsText(token))
        {
            return null;
        }

        return new AcmeChallenge(type.Value, url, status, token)
        {
            Error = fields.Object("error") is { } error ? AcmeProblem.Read(error) : null,
        };
    }

    private static ChallengeStatus? StatusOf(string? text) => text switch
    {
        "pending" => ChallengeStatus.Pending,
        "processing" => ChallengeStatus.Processing,
        "valid" => ChallengeStatus.Valid,
        "invalid" => ChallengeStatus.Invalid,
        _ => null,
    };
}
