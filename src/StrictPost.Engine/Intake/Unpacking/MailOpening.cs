using MimeKit;

namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>Looks at every part of a mail, whatever it is called; reports travel under a dozen labels.</summary>
internal static class MailOpening
{
    /// <summary>Opens a mail that is bytes so far.</summary>
    public static void Open(Part part, Unpacker unpacker)
    {
        var (mail, fault) = MailReading.Read(part.IsLasting ? part.Bytes : part.Bytes.ToArray());
        if (mail is null)
            unpacker.Obstruct(part, fault!);
        else
            Open(mail, part, unpacker);
    }

    private static void Open(MimeMessage mail, Part around, Unpacker unpacker)
    {
        var inside = around with { Mail = mail, Depth = around.Depth + 1, IsLasting = false, Hints = MailReading.Hints(mail, around.Hints) };
        foreach (var entity in MailReading.Leaves(mail))
        {
            if (!unpacker.Count(inside))
                return;
            if (entity is MessagePart { Message: { } forwarded })
                OpenForwarded(forwarded, inside, unpacker);
            else if (entity is MimePart { Content: { Stream: { } stream } content } leaf)
                Open(leaf, content, stream, inside, unpacker);
        }
    }

    private static void OpenForwarded(MimeMessage forwarded, Part around, Unpacker unpacker)
    {
        if (around.Depth < ReportReader.MostWrappings)
            Open(forwarded, around, unpacker);
        else
            unpacker.ObstructDepth(around);
    }

    private static void Open(MimePart leaf, IMimeContent content, Stream raw, Part around, Unpacker unpacker)
    {
        string? fileName = leaf.FileName;
        string mediaType = leaf.ContentType.MimeType;
        using var bytes = Decode(content, raw);
        unpacker.Open(around with
        {
            Bytes = bytes.Bytes,
            Name = PartNames.For(fileName, mediaType),
            Hints = around.Hints with { FileName = fileName ?? around.Hints.FileName },
            IsExpected = PartNames.ClaimReport(mediaType, fileName),
        });
    }

    private static PooledBytes Decode(IMimeContent content, Stream raw)
    {
        raw.Position = 0;
        var bytes = new PooledBytes((int)raw.Length);
        if (content.Encoding is not ContentEncoding.Base64)
        {
            using var decoded = content.Open();
            bytes.Fill(decoded);
            return bytes;
        }

        bytes.Fill(raw);
        // Some label as base64 what is none.
        if (ByteKinds.Of(bytes.Bytes.Span) is not (ByteKind.Gzip or ByteKind.Zip or ByteKind.Json))
            bytes.Cut(LooseBase64.Decode(bytes.Bytes.Span));
        return bytes;
    }
}
