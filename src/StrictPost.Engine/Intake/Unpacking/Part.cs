using MimeKit;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>Bytes on the way to a report, and what is known of them.</summary>
/// <param name="Bytes">All of them; they may lie in rented memory, and are good until the part was looked at.</param>
/// <param name="Name">What to call it in a message: the file's name, or the media type.</param>
/// <param name="Hints">What stood around it.</param>
internal sealed record Part(ReadOnlyMemory<byte> Bytes, string Name, ReportHints Hints)
{
    /// <summary>How many wrappings were taken off.</summary>
    public int Depth { get; init; }

    /// <summary>The innermost mail that it came in; null where there is none.</summary>
    public MimeMessage? Mail { get; init; }

    /// <summary>Whether it claims to be a report: then it is worth saying why it is none.</summary>
    public bool IsExpected { get; init; } = true;

    /// <summary>Whether the bytes stay as long as the delivery is looked at.</summary>
    public bool IsLasting { get; init; }

    /// <summary>Whether it came out of an archive that does not end as it should.</summary>
    public bool IsPerhapsCut { get; init; }

    /// <summary>What is inside of it, one wrapping less.</summary>
    public Part Inside(ReadOnlyMemory<byte> bytes) => this with { Bytes = bytes, Depth = Depth + 1, IsLasting = false, IsPerhapsCut = false };

    /// <summary>A file of an archive that this is.</summary>
    public Part Entry(ReadOnlyMemory<byte> bytes, string name) =>
        Inside(bytes) with { Name = name, Hints = Hints with { FileName = name }, IsExpected = PartNames.ClaimReport("", name) };
}
