using System.Collections.Immutable;

namespace StrictPost.Engine.Acme;

/// <summary>A problem document of an authority (RFC 7807, RFC 8555 §6.7).</summary>
public sealed record AcmeProblem : AcmeError
{
    /// <summary>Longest text that is kept of each field, in characters.</summary>
    public const int LongestText = 1000;

    /// <summary>Most subproblems that are kept.</summary>
    public const int MostSubproblems = 20;

    private const string Registered = "urn:ietf:params:acme:error:";
    private const string Blank = "about:blank";

    /// <summary>One of <see cref="AcmeProblemKind"/>, or another name of RFC 8555 §6.7, or a whole URI where the authority has its own.</summary>
    public required string Kind { get; init; }

    /// <summary>The authority's own words; may be empty.</summary>
    public required string Detail { get; init; }

    /// <summary>HTTP status; 0 where the problem stands inside another object and has none.</summary>
    public int Status { get; init; }

    /// <summary>What went wrong with single names (RFC 8555 §6.7.1).</summary>
    public ImmutableArray<AcmeSubproblem> Subproblems { get; init; } = [];

    /// <summary>Whether the trouble is the authority's own and passes, rather than something to be put right here.</summary>
    public bool IsAuthoritysOwn => Status >= 500 || Kind == AcmeProblemKind.ServerInternal;

    /// <inheritdoc/>
    public override string Text => string.Join(
        "; ", Subproblems.Select(part => part.Identifier is null ? part.Detail : $"{part.Identifier}: {part.Detail}").Prepend(Detail.Length > 0 ? Detail : Kind));

    /// <summary>What an answer says that is no success, whether or not it holds a problem document.</summary>
    internal static AcmeProblem Of(AcmeAnswer answer)
    {
        var problem = answer.Read(Read) ?? new AcmeProblem { Kind = Blank, Detail = $"HTTP status {answer.Status} without an explanation" };
        return problem with { Status = answer.Status, RetryAfter = answer.RetryAfter };
    }

    /// <summary>Reads a problem document. Every field of RFC 7807 may be missing.</summary>
    internal static AcmeProblem Read(JsonFields fields) => new()
    {
        Kind = Name(fields.Text("type", LongestText)),
        Detail = fields.Text("detail", LongestText) ?? "",
        Status = fields.Number("status") is int status and >= 100 and <= 599 ? status : 0,
        Subproblems = [.. fields.Objects("subproblems").Take(MostSubproblems).Select(ReadPart)],
    };

    private static AcmeSubproblem ReadPart(JsonFields fields) => new(
        Name(fields.Text("type", LongestText)), fields.Text("detail", LongestText) ?? "", fields.Object("identifier")?.Text("value", LongestText));

    private static string Name(string? type)
    {
        string name = type?.StartsWith(Registered, StringComparison.Ordinal) == true ? type[Registered.Length..] : type ?? "";
        return name.Length == 0 ? Blank : name;
    }
}

/// <summary>What went wrong with one name of an order.</summary>
/// <param name="Kind">As <see cref="AcmeProblem.Kind"/>.</param>
/// <param name="Detail">The authority's own words; may be empty.</param>
/// <param name="Identifier">The name that it is about; null when the authority did not say.</param>
public sealed record AcmeSubproblem(string Kind, string Detail, string? Identifier);
