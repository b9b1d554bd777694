using StrictPost.Protocol.Checking;

namespace StrictPost.Protocol.Evidence;

/// <summary>All that a judgement rests on: what was seen, and what the one who asked knew. Judged again, it gives the same.</summary>
public sealed record SavedCheck(DomainEvidence Evidence, CheckContext Context);

/// <summary>Why a text is no saved check.</summary>
/// <param name="Message">What is wrong, as a sentence. May hold text of the file: escape it on the way out.</param>
/// <param name="Path">Where, such as <c>$.evidence.mx.found[0]</c>; null where it is about the whole.</param>
/// <param name="Line">From 1; 0 where it is about the whole.</param>
public sealed record EvidenceFault(string Message, string? Path = null, long Line = 0)
{
    /// <summary>Place and message in one line.</summary>
    public override string ToString() => (Line, Path) switch
    {
        (0, null) => Message,
        (0, _) => $"{Path}: {Message}",
        (_, null) => $"line {Line}: {Message}",
        _ => $"line {Line}, {Path}: {Message}",
    };
}

/// <summary>What reading a file gave: exactly one of the two.</summary>
public sealed record EvidenceReading(SavedCheck? Check, EvidenceFault? Fault);
