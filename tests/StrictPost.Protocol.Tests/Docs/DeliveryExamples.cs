using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>What is said of deliveries that no report could be taken out of.</summary>
internal static class DeliveryExamples
{
    private const string Attachment = "reporter.example!example.org!1777593600!1777679999.json.gz";

    private static readonly Dictionary<FindingKind, (string? Value, string? Expected, string? Detail)> Said = new()
    {
        [DeliveryFindings.Empty] = (null, null, null),
        [DeliveryFindings.NothingInIt] = (null, null, "text/plain, logo.png"),
        [DeliveryFindings.TooLargeExpanded] = (Attachment, "32 MiB, or 64 MiB with what else is in it", null),
        [DeliveryFindings.TooManyParts] = (null, "100", null),
        [DeliveryFindings.WrappedTooDeep] = ("reports.zip", "4", null),
        [DeliveryFindings.ArchiveBroken] = (Attachment, null, null),
        [DeliveryFindings.ArchiveEncrypted] = ("reports.zip", null, null),
        [DeliveryFindings.MimeBroken] = (null, null, "it has more than 5000 parts"),
        [DeliveryFindings.TooManyRows] = ("599460", "20000", null),
        [DeliveryFindings.PeriodImpossible] = ("2031-01-01 to 2031-01-01", null, "is yet to come"),
        [DeliveryFindings.ReaderFailed] = (null, null, "InvalidOperationException"),
    };

    public static FindingExample? Of(FindingKind kind) =>
        Said.TryGetValue(kind, out var said) ? new FindingExample(Text: null, kind.Found(said.Value, said.Expected, said.Detail)) : null;
}
