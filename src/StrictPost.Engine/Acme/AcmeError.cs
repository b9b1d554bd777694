namespace StrictPost.Engine.Acme;

/// <summary>
/// Why an authority did not give what it was asked for: an <see cref="AcmeProblem"/> when it said so itself, an
/// <see cref="AcmeFault"/> when no usable answer came.
/// </summary>
public abstract record AcmeError
{
    private protected AcmeError()
    {
    }

    /// <summary>How long the authority wants to be left alone from now on; null when it did not say. At most <see cref="LongestRetryAfter"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>In words for the administrator. Holds text from outside as it came, so it must be escaped where it is shown.</summary>
    public abstract string Text { get; }

    /// <summary>Longer waits than this are cut to it: a wrong number must not put a domain to sleep for years.</summary>
    public static TimeSpan LongestRetryAfter { get; } = TimeSpan.FromDays(8);
}

/// <summary>What kept an answer from coming.</summary>
public enum AcmeFaultKind
{
    /// <summary>No connection: its name has no address, nobody listens, the connection broke.</summary>
    Unreachable,

    /// <summary>TLS failed; mostly its certificate is from nobody whom we trust.</summary>
    Untrusted,

    /// <summary>Nothing came in time.</summary>
    TimedOut,

    /// <summary>Something came that RFC 8555 does not know, or that is larger than any real answer.</summary>
    BadAnswer,
}

/// <summary>No usable answer came.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Detail">A sentence without its full stop.</param>
public sealed record AcmeFault(AcmeFaultKind Kind, string Detail) : AcmeError
{
    /// <inheritdoc/>
    public override string Text => Detail;
}
