namespace StrictPost.Fuzz.Invariants;

/// <summary>Something that must hold for every input did not.</summary>
public sealed class InvariantBrokenException : Exception
{
    public InvariantBrokenException()
    {
    }

    public InvariantBrokenException(string message)
        : base(message)
    {
    }

    public InvariantBrokenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Throws unless <paramref name="holds"/>.</summary>
    internal static void Unless(bool holds, string rule)
    {
        if (!holds)
            throw new InvariantBrokenException(rule);
    }
}
