using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Rules.World;

/// <summary>What is wrong with an HTTP answer, in the order in which a sender looks at it (RFC 8461 §3.3).</summary>
internal static class HttpRules
{
    /// <summary>The first fault, or null.</summary>
    public static Sighting? Fault(FetchEvidence seen)
    {
        if (seen.Http is not { } answer)
            return Interrupted(seen, "no answer came");
        var fault = answer.Status == 200 ? MediaType(answer) ?? TooLarge(answer) : Status(answer);
        if (fault is { } found)
            return new Sighting(found.Kind, seen.Address, found.Detail);
        return seen.End is null ? null : Interrupted(seen, "the connection was closed");
    }

    private static (FindingKind Kind, string? Detail)? Status(HttpEvidence answer) => answer.Status switch
    {
        >= 300 and <= 399 => (FetchHttpFindings.Redirect, $"status {answer.Status}" + (answer.Field("Location") is { } target ? $" to {target}" : "")),
        404 or 410 => (FetchHttpFindings.NotFound, $"{answer.Status}"),
        401 or 403 or 429 => (FetchHttpFindings.Forbidden, $"{answer.Status}"),
        >= 500 and <= 599 => (FetchHttpFindings.ServerError, $"{answer.Status}"),
        _ => (FetchHttpFindings.Status, $"{answer.Status}"),
    };

    /// <summary>"media type … text/plain" (RFC 8461 §3.2); parameters such as the charset do not count.</summary>
    private static (FindingKind Kind, string? Detail)? MediaType(HttpEvidence answer)
    {
        if (answer.Field("Content-Type") is not { } type)
            return (FetchHttpFindings.MediaTypeMissing, null);
        return type.Split(';')[0].Trim().Equals("text/plain", StringComparison.OrdinalIgnoreCase)
            ? null
            : (FetchHttpFindings.MediaTypeWrong, type);
    }

    private static (FindingKind Kind, string? Detail)? TooLarge(HttpEvidence answer) =>
        answer.IsCut ? (FetchHttpFindings.TooLarge, null) : null;

    private static Sighting Interrupted(FetchEvidence seen, string otherwise) => seen.End is { Fault: ConnectionFault.TimedOut }
        ? new Sighting(FetchHttpFindings.TimedOut, seen.Address)
        : new Sighting(FetchHttpFindings.Broken, seen.Address, seen.End?.Detail ?? otherwise);
}
