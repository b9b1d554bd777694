namespace StrictPost.Engine.Publishing.Wire;

/// <summary>What came back from a zone's server.</summary>
internal abstract record ServerReply
{
    private ServerReply()
    {
    }

    /// <summary>A response to what was sent.</summary>
    /// <param name="Message">The response.</param>
    /// <param name="Signature">Behind it, whether it proves anything or not; null where there is none.</param>
    /// <param name="IsProven">True when whoever knows the key answered, now.</param>
    public sealed record Answer(WireMessage Message, TransactionSignature? Signature, bool IsProven) : ServerReply;

    /// <summary>Nothing, or nothing that makes sense.</summary>
    /// <param name="Why">The end of a sentence that begins with the server.</param>
    public sealed record Nothing(string Why) : ServerReply;
}
