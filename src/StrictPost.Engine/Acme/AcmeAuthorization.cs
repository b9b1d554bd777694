using System.Collections.Immutable;

namespace StrictPost.Engine.Acme;

/// <summary>How far a proof is (RFC 8555 §7.1.6).</summary>
public enum AuthorizationStatus
{
    Pending,
    Valid,
    Invalid,
    Deactivated,
    Expired,
    Revoked,
}

/// <summary>That an account may have certificates for a name, or how it can prove so (RFC 8555 §7.1.4).</summary>
/// <param name="Status">How far it is.</param>
/// <param name="Host">The name, in lower case.</param>
/// <param name="Challenges">The ways to prove it; those that we do not know are left out.</param>
public sealed record AcmeAuthorization(AuthorizationStatus Status, string Host, ImmutableArray<AcmeChallenge> Challenges)
{
    private const int LongestName = 253;

    /// <summary>Why it failed, where the authority says.</summary>
    public AcmeProblem? Error => Challenges.Select(challenge => challenge.Error).FirstOrDefault(error => error is not null);

    internal static AcmeAuthorization? Read(JsonFields fields)
    {
        // Only names are ordered; an answer about another type of identifier is none to us (RFC 8555 §9.7.7).
        var identifier = fields.Object("identifier");
        if (StatusOf(fields.Text("status", 20)) is not { } status
            || identifier?.Text("type", 20) != "dns"
            || identifier?.Text("value", LongestName + 1) is not { Length: > 0 and <= LongestName } host)
        {
            return null;
        }

        return new AcmeAuthorization(
            status, host.ToLowerInvariant(), [.. fields.Objects("challenges").Select(AcmeChallenge.Read).OfType<AcmeChallenge>()]);
    }

    private static AuthorizationStatus? StatusOf(string? text) => text switch
    {
        "pending" => AuthorizationStatus.Pending,
        "valid" => AuthorizationStatus.Valid,
        "invalid" => AuthorizationStatus.Invalid,
        "deactivated" => AuthorizationStatus.Deactivated,
        "expired" => AuthorizationStatus.Expired,
        "revoked" => AuthorizationStatus.Revoked,
        _ => null,
    };
}
