using System.Text.Json;
using System.Text.Unicode;
using StrictPost.Protocol.Checking;

namespace StrictPost.Protocol.Evidence;

/// <summary>
/// Saved checks as JSON, so that a real run can be judged again later, by another version, or in a test. The form is
/// described by <c>docs/evidence.schema.json</c>; a change that an older reader would misread gets a new number.
/// </summary>
public static class EvidenceFile
{
    /// <summary>The number of the form that is written, and the only one that is read.</summary>
    public const int Schema = 1;

    /// <summary>Most bytes of one saved check that are read.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The check as UTF-8, in one line, or indented for people.</summary>
    public static byte[] Write(SavedCheck check, bool indented) => JsonSerializer.SerializeToUtf8Bytes(
        EvidenceDocument.Of(check),
        indented ? IndentedEvidenceJson.Context.EvidenceDocument : EvidenceJson.Default.EvidenceDocument);

    /// <summary>Reads one saved check. Whatever the bytes are, it does not throw.</summary>
    public static EvidenceReading Read(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..];
        if ((Unreadable(json) ?? EvidenceScan.Check(json)) is { } fault)
            return new EvidenceReading(null, fault);
        try
        {
            var document = JsonSerializer.Deserialize(json, EvidenceJson.Default.EvidenceDocument)!;
            return EvidenceBounds.Check(document) is { } absurd
                ? new EvidenceReading(null, absurd)
                : new EvidenceReading(document.ToCheck(), null);
        }
        catch (JsonException error)
        {
            return new EvidenceReading(null, EvidenceScan.FaultOf(error));
        }
    }

    private static EvidenceFault? Unreadable(ReadOnlySpan<byte> json)
    {
        if (json.Length > MostBytes)
            return new EvidenceFault($"It is larger than {MostBytes / 1024 / 1024} MiB, and no evidence is.");
        if (json.Trim(" \t\r\n"u8).IsEmpty)
            return new EvidenceFault("It is empty.");
        return Utf8.IsValid(json) ? null : new EvidenceFault("It is no UTF-8 text.");
    }
}

/// <summary>The file's outermost object.</summary>
internal sealed record EvidenceDocument
{
    public required int Schema { get; init; }

    /// <summary><see cref="CheckContext.IsPublicInternet"/>.</summary>
    public required bool PublicInternet { get; init; }

    public System.Collections.Immutable.ImmutableArray<Text.DomainName> PreviousMx { get => field.IsDefault ? [] : field; init; }

    public string? DraftRecord { get; init; }

    public ReadOnlyMemory<byte>? DraftPolicy { get; init; }

    public required DomainEvidence Evidence { get; init; }

    public static EvidenceDocument Of(SavedCheck check) => new()
    {
        Schema = EvidenceFile.Schema,
        PublicInternet = check.Context.IsPublicInternet,
        PreviousMx = check.Context.PreviousMx,
        DraftRecord = check.Context.DraftRecord,
        DraftPolicy = check.Context.DraftPolicy,
        Evidence = check.Evidence,
    };

    public SavedCheck ToCheck() => new(Evidence, new CheckContext
    {
        IsPublicInternet = PublicInternet,
        PreviousMx = PreviousMx,
        DraftRecord = DraftRecord,
        DraftPolicy = DraftPolicy,
    });
}
