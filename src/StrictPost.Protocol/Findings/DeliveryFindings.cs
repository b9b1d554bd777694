using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>Why no report, or not every report, could be taken out of what came in.</summary>
public static class DeliveryFindings
{
    private const string Transport = "RFC 8460 §5.3";
    private const string Compression = "RFC 8460 §5.2";
    private const string Kept = "What came in is kept as it came, so that it can be looked at, and read again later. ";
    private const string TellSender = "Tell the sender, if it is one whose reports matter; it is kept, and can be read again.";

    /// <summary>No bytes.</summary>
    public static FindingKind Empty { get; } = new("delivery-empty", Error, Transport)
    {
        Message = "There is nothing in it: not a single byte, or blanks only.",
        Fix = "Nothing; if it comes again, tell the sender.",
        Why = Kept + "A report that is empty says nothing about mail, neither that it arrived nor that it did not.",
    };

    /// <summary>Nothing in it is a report.</summary>
    public static FindingKind NothingInIt { get; } = new("delivery-nothing-in-it", Error, Transport)
    {
        Message = "There is no report in it. Looked at: {detail}.",
        Fix = "Nothing, if it is other mail that was sent to the address for reports; otherwise tell the sender.",
        Why = Kept + "Reports are JSON, mostly compressed by gzip, and come as an attachment. Every part was looked at, whatever it calls itself. "
            + "Addresses for reports are public, so they also get answers, advertisements and reports of other kinds.",
    };

    /// <summary>It grows beyond the cap.</summary>
    public static FindingKind TooLargeExpanded { get; } = new("delivery-too-large-expanded", Error, Compression)
    {
        Message = "{value} was not unpacked to its end: it holds more than {expected}.",
        Fix = "Nothing; no honest report is that large.",
        Why = Kept + "A few bytes can be made to unpack to so many that they fill the memory; so unpacking stops at a fixed size. "
            + "A report of ten thousand failures has about 4 MB.",
    };

    /// <summary>It has more parts than are looked at.</summary>
    public static FindingKind TooManyParts { get; } = new("delivery-too-many-parts", Error, Transport)
    {
        Message = "It has more than {expected} parts; the others were not looked at.",
        Fix = "If they are reports, send them in several mails or archives.",
        Why = Kept + "Reporters send one report in a mail. A fixed number keeps a mail that was made to be costly from being so.",
    };

    /// <summary>It is wrapped more often than is unpacked.</summary>
    public static FindingKind WrappedTooDeep { get; } = new("delivery-wrapped-too-deep", Error, Compression)
    {
        Message = "{value} is wrapped more than {expected} times, and was not unpacked to its end.",
        Fix = "If it is a report, send it with less around it.",
        Why = Kept + "An archive can hold itself, without end. A mail in a mail that holds an archive of compressed reports is still read.",
    };

    /// <summary>It cannot be unpacked.</summary>
    public static FindingKind ArchiveBroken { get; } = new("delivery-archive-broken", Error, Compression)
    {
        Message = "{value} looks compressed, and cannot be unpacked to its end.",
        Fix = TellSender,
        Why = Kept + "The data was damaged or cut off on its way, or was never right. What is in it cannot be known.",
    };

    /// <summary>It asks for a password.</summary>
    public static FindingKind ArchiveEncrypted { get; } = new("delivery-archive-encrypted", Error, Compression)
    {
        Message = "{value} is encrypted, and nobody gave us the password.",
        Fix = "Unpack it by hand, and import what it holds with `strictpost reports import`.",
        Why = Kept + "TLS reports are never encrypted by themselves (RFC 8460 §3 protects them by signatures). Encrypted archives in mail are often an attack on the reader.",
    };

    /// <summary>It is no mail that can be read.</summary>
    public static FindingKind MimeBroken { get; } = new("delivery-mime-broken", Error, Transport)
    {
        Message = "It looks like mail, and cannot be read as such: {detail}.",
        Fix = TellSender,
        Why = Kept + "Small faults of a mail are read past. This one leaves no way to tell where its parts begin and end, or was made to be costly to read.",
    };

    /// <summary>Reading it failed in a way that only a bug can.</summary>
    public static FindingKind ReaderFailed { get; } = new("delivery-reader-failed", Error, Transport)
    {
        Message = "Reading it failed, which is a bug of StrictPost ({detail}).",
        Fix = "Please report it with the delivery, which `strictpost reports quarantine --raw` prints; read it again with a newer version by `strictpost reports reprocess`.",
        Why = Kept + "One delivery that no version before has seen must not keep all others from being read, so it is set aside.",
    };

    /// <summary>It holds more failures than are stored of one delivery.</summary>
    public static FindingKind TooManyRows { get; } = new("delivery-too-many-rows", Error, Transport)
    {
        Message = "Its reports hold {value} policies and failures together; at most {expected} are taken from one delivery.",
        Fix = "Nothing; where an honest reporter sends so much, ask it for one report for each domain.",
        Why = Kept + "A few kilobytes can unpack to millions of failures. Storing them would keep everybody else's reports waiting.",
    };

    /// <summary>Its period cannot be.</summary>
    public static FindingKind PeriodImpossible { get; } = new("delivery-period-impossible", Error, "RFC 8460 §4.1")
    {
        Message = "A report in it is about {value}, which {detail}.",
        Fix = "Nothing; where a reporter's every report is so, tell its contact address that its clock is wrong.",
        Why = Kept + "Sums are kept by days. A report of a day to come, or of one before there were reports, would stand in none that anybody looks at.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
        [Empty, NothingInIt, TooLargeExpanded, TooManyParts, WrappedTooDeep, ArchiveBroken, ArchiveEncrypted, MimeBroken, TooManyRows, PeriodImpossible, ReaderFailed];
}
