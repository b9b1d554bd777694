using System.Diagnostics.CodeAnalysis;

namespace StrictPost.Engine.Acme;

/// <summary>What an authority gave, or why it gave nothing.</summary>
public sealed record AcmeResult<T>
    where T : class
{
    private AcmeResult(T? value, AcmeError? error) => (Value, Error) = (value, error);

    /// <summary>Null exactly when there is an <see cref="Error"/>.</summary>
    public T? Value { get; }

    /// <summary>Null exactly when there is a <see cref="Value"/>.</summary>
    public AcmeError? Error { get; }

    /// <summary>Whether the authority gave what was asked for.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    /// <summary>When the authority wants to be asked again about a value that is not final; null when it did not say (RFC 8555 §7.5.1).</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static implicit operator AcmeResult<T>(T value) => new(value, null);

    public static implicit operator AcmeResult<T>(AcmeError error) => new(null, error);
}
