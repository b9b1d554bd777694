using System.Collections.Immutable;
using System.Text;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.MtaSts;

/// <summary>A field that RFC 8461 does not define (sts-policy-extension); kept as it was.</summary>
public sealed record PolicyExtension(string Key, string Value);

/// <summary>The policy (RFC 8461 §3.2). Two policies are equal when their canonical bodies are.</summary>
public sealed record StsPolicy
{
    /// <summary>Longest max_age, in seconds: about one year.</summary>
    public const int LongestMaxAge = 31_557_600;

    /// <summary>Most bytes of a body that a sender reads (RFC 8461 §3.3 suggests this cap).</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Where the policy host serves it.</summary>
    public const string Path = "/.well-known/mta-sts.txt";

    /// <summary>What stands in front of the domain in the policy host's name.</summary>
    public const string HostLabel = "mta-sts";

    /// <summary>What a sender does when no MX passes.</summary>
    public required PolicyMode Mode { get; init; }

    /// <summary>How long a sender may keep the policy after each fetch, in seconds; 0 to <see cref="LongestMaxAge"/>.</summary>
    public required int MaxAge { get; init; }

    /// <summary>The patterns, in their order; empty only with mode none.</summary>
    public required ImmutableArray<MxPattern> Mx { get; init; }

    /// <summary>Fields that RFC 8461 does not define.</summary>
    public ImmutableArray<PolicyExtension> Extensions { get; init; } = [];

    /// <summary>True when an MX host passes one of the patterns.</summary>
    public bool Covers(Text.DomainName host) => Mx.Any(pattern => pattern.Matches(host));

    /// <summary>Reads a body as it came over the wire.</summary>
    public static Parsed<StsPolicy> Parse(ReadOnlySpan<byte> body) => PolicyParser.Read(body).Parsed;

    /// <summary>Reads a body from text.</summary>
    public static Parsed<StsPolicy> Parse(string body) => Parse(Encoding.UTF8.GetBytes(body));

    /// <summary>
    /// The canonical body: version, mode, the mx in their order, max_age, extensions; each line ended by CRLF, the line
    /// end that every sender knows (RFC 8461 §3.2 allows LF, too).
    /// </summary>
    public string ToBody()
    {
        var body = new StringBuilder();
        Line(body, "version", "STSv1");
        Line(body, "mode", Mode.ToText());
        foreach (var pattern in Mx)
            Line(body, "mx", pattern.Text);
        Line(body, "max_age", $"{MaxAge}");
        foreach (var extension in Extensions)
            Line(body, extension.Key, extension.Value);
        return body.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(StsPolicy? other) => other is not null && ToBody() == other.ToBody();

    /// <inheritdoc/>
    public override int GetHashCode() => ToBody().GetHashCode(StringComparison.Ordinal);

    private static void Line(StringBuilder body, string key, string value) =>
        body.Append(key).Append(": ").Append(value).Append("\r\n");
}
