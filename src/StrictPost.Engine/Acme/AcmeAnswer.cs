using System.Collections.Immutable;

namespace StrictPost.Engine.Acme;

/// <summary>One answer over HTTP, as far as ACME looks at it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Whole, or the answer would have been refused.</param>
internal sealed record AcmeAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Where the object stands that was made (RFC 8555 §7.3, §7.4).</summary>
    public Uri? Location { get; init; }

    /// <summary>A fresh nonce (RFC 8555 §6.5).</summary>
    public string? Nonce { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Other chains for the same certificate (RFC 8555 §7.4.2).</summary>
    public ImmutableArray<Uri> Alternates { get; init; } = [];

    /// <summary>The object in the body; null when there is none, or one that the reader refuses.</summary>
    public T? Read<T>(Func<JsonFields, T?> read)
        where T : class => JsonFields.Read(Body, read);

    /// <summary>The object in the body, or that it cannot be understood.</summary>
    /// <param name="what">What it should be, with its article.</param>
    /// <param name="read">Gives null for what is none.</param>
    public AcmeResult<T> Expect<T>(string what, Func<JsonFields, T?> read)
        where T : class => Read(read) is { } value
            ? (AcmeResult<T>)value with { RetryAfter = RetryAfter }
            : new AcmeFault(AcmeFaultKind.BadAnswer, $"The authority's answer is not {what} (RFC 8555)");
}
