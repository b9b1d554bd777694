using StrictPost.Engine.Acme;

namespace StrictPost.Engine.Issuance;

/// <summary>What stopped an attempt.</summary>
/// <param name="Code">The finding's code.</param>
/// <param name="Value">The finding's value.</param>
/// <param name="Detail">The finding's detail.</param>
internal sealed record Setback(string Code, string? Value, string? Detail)
{
    public const string NotPointingHere = "issuance-not-pointing-here";
    public const string CaaForbids = "issuance-caa-forbids";
    public const string DnsUnanswered = "issuance-dns-unanswered";
    public const string ValidationFailed = "issuance-validation-failed";
    public const string RateLimited = "issuance-rate-limited";
    public const string Unreachable = "issuance-authority-unreachable";
    public const string AccountRefused = "issuance-account-refused";
    public const string Refused = "issuance-refused";

    /// <summary>What an authority that limits us, and does not say for how long, is left alone.</summary>
    private static readonly TimeSpan UsualPause = TimeSpan.FromHours(1);

    /// <summary>When to try again; null for the usual, growing wait.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Whether the order in flight, if any, is of no more use.</summary>
    public bool DropsOrder { get; init; }

    /// <summary>Whether the authority counts this as a failed proof.</summary>
    public bool IsFailedProof { get; init; }

    /// <summary>Whether the authority does not know our account any more.</summary>
    public bool LosesAccount { get; init; }

    /// <summary>Whether nothing was tried, so that it is no failure of the authority's.</summary>
    public bool IsNoAttempt { get; init; }

    /// <summary>What an error of an authority means for us.</summary>
    /// <param name="authority">The authority's host, for the texts.</param>
    /// <param name="error">What it said, or why it said nothing.</param>
    public static Setback Of(string authority, AcmeError error) => error switch
    {
        AcmeProblem { Kind: AcmeProblemKind.RateLimited } => new(RateLimited, authority, error.Text) { Wait = error.RetryAfter ?? UsualPause },
        AcmeProblem { Kind: AcmeProblemKind.AccountDoesNotExist } => new(AccountRefused, authority, error.Text) { LosesAccount = true, DropsOrder = true },
        AcmeProblem { Kind: AcmeProblemKind.UserActionRequired or AcmeProblemKind.ExternalAccountRequired } =>
            new(AccountRefused, authority, error.Text) { DropsOrder = true },
        AcmeProblem { IsAuthoritysOwn: true } => new(Unreachable, authority, error.Text) { Wait = error.RetryAfter },
        AcmeProblem problem => OfProblem(authority, problem),
        _ => new(Unreachable, authority, error.Text) { Wait = error.RetryAfter },
    };

    /// <summary>What it means that a name could not be proven.</summary>
    public static Setback OfProof(string authority, AcmeProblem? problem) => problem is null
        ? new(ValidationFailed, authority, "it did not say why") { DropsOrder = true, IsFailedProof = true }
        : OfProblem(authority, problem) is { Code: Refused } other ? other with { Code = ValidationFailed, IsFailedProof = true } : OfProblem(authority, problem);

    private static Setback OfProblem(string authority, AcmeProblem problem) => problem.Kind switch
    {
        AcmeProblemKind.Caa => new(CaaForbids, authority, problem.Text) { DropsOrder = true },
        AcmeProblemKind.Connection or AcmeProblemKind.Dns or AcmeProblemKind.Tls or AcmeProblemKind.IncorrectResponse or AcmeProblemKind.Unauthorized =>
            new(ValidationFailed, authority, problem.Text) { DropsOrder = true, IsFailedProof = true },
        _ => new(Refused, authority, problem.Text) { DropsOrder = true },
    };
}
