using System.Collections.Immutable;

namespace StrictPost.Protocol.Evidence;

/// <summary>
/// One try to fetch a policy from one address. The look goes on behind a bad certificate, so that a validator sees all that
/// is wrong; what a sender makes of it is for <see cref="MtaSts.FetchOutcome"/> to say.
/// </summary>
public sealed record FetchEvidence
{
    /// <summary>The address, as text.</summary>
    public required string Address { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>The TLS session; null when none was agreed.</summary>
    public TlsEvidence? Tls { get; init; }

    /// <summary>The answer; null when none came.</summary>
    public HttpEvidence? Http { get; init; }

    /// <summary>Why it stopped early; null when it ran to its end.</summary>
    public ConnectionEnd? End { get; init; }
}

/// <summary>One header field of an answer. From outside: escape it on the way out.</summary>
public sealed record HttpField(string Name, string Value);

/// <summary>An HTTP answer as it came; redirects are written down, never followed.</summary>
public sealed record HttpEvidence
{
    /// <summary>Most header fields that are kept.</summary>
    public const int MostFields = 64;

    /// <summary>100 to 999.</summary>
    public int Status { get; init; }

    /// <summary>The header fields in order, at most <see cref="MostFields"/>.</summary>
    public ImmutableArray<HttpField> Fields { get => field.IsDefault ? [] : field; init; }

    /// <summary>What came of the body, at most 64 KiB.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>True when there was more than 64 KiB; reading stopped there (RFC 8461 §3.3).</summary>
    public bool IsCut { get; init; }

    /// <summary>The first header field of that name, or null.</summary>
    public string? Field(string name) =>
        Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;
}
