using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>Takes the wrappings off one delivery, and reads the reports that are in it. Used once, by one caller.</summary>
internal sealed class Unpacker(ExpansionLimits limits)
{
    private readonly List<UnpackedReport> _reports = [];
    private readonly List<Finding> _obstacles = [];
    private readonly LookedAt _lookedAt = new();
    private int _parts;
    private int _expanded;
    private bool _isCutShort;

    /// <summary>Unpacks all of it.</summary>
    public Unpacked Unpack(Delivery delivery)
    {
        var hints = ReportHints.None with { FileName = delivery.FileName };
        Open(new Part(delivery.Bytes, PartNames.For(delivery.FileName, "it"), hints) { IsLasting = true });
        ImmutableArray<Finding> obstacles = _reports.Count > 0 || _obstacles.Count == 1
            ? [.. _obstacles]
            : [DeliveryFindings.NothingInIt.Found(detail: _lookedAt.ToString())];
        return new Unpacked([.. _reports], obstacles, _isCutShort);
    }

    /// <summary>Looks at one part, whatever it is.</summary>
    public void Open(Part part)
    {
        var kind = ByteKinds.Of(part.Bytes.Span);
        bool isWrapped = kind is ByteKind.Gzip or ByteKind.Zlib or ByteKind.Zip or ByteKind.Base64 || (kind is ByteKind.Mail && part.IsExpected);
        if (!isWrapped)
            Read(part, kind);
        else if (part.Depth >= ReportReader.MostWrappings)
            ObstructDepth(part);
        else if (kind is ByteKind.Zip)
            ZipOpening.Open(part, this);
        else if (kind is ByteKind.Mail)
            MailOpening.Open(part, this);
        else if (kind is ByteKind.Base64)
            OpenBase64(part);
        else
            OpenCompressed(part, kind);
    }

    /// <summary>Says why a part could not be understood.</summary>
    public void Obstruct(Part part, Finding finding)
    {
        _obstacles.Add(finding);
        _lookedAt.Add(part.Name, finding.Code);
    }

    /// <summary>Says that a part is wrapped too often.</summary>
    public void ObstructDepth(Part part) => Obstruct(part, DeliveryFindings.WrappedTooDeep.Found(part.Name, $"{ReportReader.MostWrappings}"));

    /// <summary>Counts a part that is about to be looked at.</summary>
    /// <returns>False where there were too many before.</returns>
    public bool Count(Part part)
    {
        if (++_parts == ReportReader.MostParts + 1)
            Obstruct(part, DeliveryFindings.TooManyParts.Found(expected: $"{ReportReader.MostParts}"));
        return _parts <= ReportReader.MostParts;
    }

    /// <summary>Looks at what a stream unpacks to, as far as there is room for it.</summary>
    /// <param name="part">What to call it.</param>
    /// <param name="unpacking">The stream.</param>
    /// <param name="inside">The part inside, of its bytes.</param>
    public void Expand(Part part, Stream unpacking, Func<ReadOnlyMemory<byte>, Part> inside)
    {
        int room = Math.Min(limits.OnePart, limits.InAll - _expanded);
        using var bytes = new PooledBytes(room);
        var end = Fill(bytes, unpacking);
        _expanded += Math.Min(bytes.Length, room);
        if (end is FillEnd.Whole)
        {
            Open(inside(bytes.Bytes));
            return;
        }

        _isCutShort |= end is FillEnd.TooLarge;
        Obstruct(part, end is FillEnd.TooLarge
            ? DeliveryFindings.TooLargeExpanded.Found(part.Name, $"{ReportReader.MostExpanded / 1024 / 1024} MiB, or {ReportReader.MostExpandedInAll / 1024 / 1024} MiB with what else is in it")
            : DeliveryFindings.ArchiveBroken.Found(part.Name));
    }

    private void Read(Part part, ByteKind kind)
    {
        if (kind is ByteKind.Empty)
        {
            if (part.Depth == 0)
                _obstacles.Add(DeliveryFindings.Empty.Found());
            _lookedAt.Add(part.Name, "empty");
            return;
        }

        if (kind is not ByteKind.Json && !part.IsExpected)
        {
            _lookedAt.Add(part.Name, null);
            return;
        }

        var parsed = ReportParser.Parse(part.Bytes.Span, part.Hints);
        if (parsed.Value is { } report)
            _reports.Add(new UnpackedReport(report, [.. parsed.Findings], part.Mail));
        else if (part.IsExpected)
            Obstruct(part, WhyNot(part, parsed.Findings));
        else
            _lookedAt.Add(part.Name, WhyNot(part, parsed.Findings).Code);
    }

    private static Finding WhyNot(Part part, IEnumerable<Finding> findings)
    {
        var why = findings.First(finding => finding.Kind.Breaks);
        return part.IsPerhapsCut && why.Code == "report-json-invalid" ? DeliveryFindings.ArchiveBroken.Found(part.Name) : why;
    }

    private void OpenCompressed(Part part, ByteKind kind)
    {
        using var packed = MailReading.AsStream(part.Bytes);
        using Stream unpacking = kind is ByteKind.Gzip
            ? new GZipStream(packed, CompressionMode.Decompress)
            : new ZLibStream(packed, CompressionMode.Decompress);
        Expand(part, unpacking, bytes => part.Inside(bytes) with { IsPerhapsCut = kind is ByteKind.Gzip && !StatesLength(part.Bytes.Span, bytes.Length) });
    }

    /// <summary>
    /// Whether a gzip file ends with the length of what is in it (RFC 1952 §2.3.1). GZipStream does not notice that the end is missing.
    /// Files with something behind their end are fine, too: so this counts only where what is inside makes no sense.
    /// </summary>
    private static bool StatesLength(ReadOnlySpan<byte> gzip, int length) =>
        gzip.Length >= sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(gzip[^sizeof(uint)..]) == (uint)length;

    private void OpenBase64(Part part)
    {
        using var bytes = new PooledBytes(part.Bytes.Length);
        using (var text = MailReading.AsStream(part.Bytes))
            bytes.Fill(text);
        bytes.Cut(LooseBase64.Decode(bytes.Bytes.Span));
        Open(part.Inside(bytes.Bytes));
    }

    private static FillEnd Fill(PooledBytes bytes, Stream unpacking)
    {
        try
        {
            if (!bytes.Fill(unpacking))
                return FillEnd.TooLarge;
            return bytes.Length == 0 ? FillEnd.Broken : FillEnd.Whole;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or NotSupportedException)
        {
            return FillEnd.Broken;
        }
    }

    private enum FillEnd
    {
        Whole,
        TooLarge,
        Broken,
    }
}
