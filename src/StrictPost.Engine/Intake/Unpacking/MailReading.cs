using System.Runtime.InteropServices;
using MimeKit;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>Reads mail as such.</summary>
internal static class MailReading
{
    /// <summary>Smaller ones cannot hold enough headers to do harm.</summary>
    private const int BoundsFrom = 64 * 1024;

    /// <summary>Multiparts in multiparts.</summary>
    private const int DeepestMultipart = 30;

    /// <summary>Longest header field that is used as a hint, in bytes; longer ones are passed over.</summary>
    private const int LongestHint = 2048;

    /// <summary>Parses a mail. It refers to the bytes, which have to stay.</summary>
    /// <returns>The mail, or why there is none.</returns>
    public static (MimeMessage? Mail, Finding? Fault) Read(ReadOnlyMemory<byte> bytes)
    {
        var options = new ParserOptions { MaxMimeDepth = DeepestMultipart, RespectContentLength = false };
        var mail = WithoutMarker(bytes);
        if (!ContentFields.AreBounded(mail.Span))
            return (null, DeliveryFindings.MimeBroken.Found(detail: "its fields Content-… are far too long"));
        try
        {
            if (mail.Length > BoundsFrom)
                new MailBounds(options, AsStream(mail)).ReadMessage(CancellationToken.None);
            return (MimeMessage.Load(options, AsStream(mail), persistent: true, CancellationToken.None), null);
        }
        catch (FormatException fault)
        {
            return (null, DeliveryFindings.MimeBroken.Found(detail: fault.Message.TrimEnd('.')));
        }
    }

    /// <summary>What the headers say of a report (RFC 8460 §5.3), over what stood around the mail.</summary>
    public static ReportHints Hints(MimeMessage mail, ReportHints around) => around with
    {
        Domain = Field(mail, "TLS-Report-Domain") ?? around.Domain,
        Submitter = Field(mail, "TLS-Report-Submitter") ?? around.Submitter,
        Subject = Field(mail, "Subject") ?? around.Subject,
    };

    /// <summary>The parts that hold something, in their order; mails that are inside stay whole.</summary>
    public static IEnumerable<MimeEntity> Leaves(MimeMessage mail)
    {
        var left = new Stack<MimeEntity>();
        if (mail.Body is { } body)
            left.Push(body);
        while (left.TryPop(out var entity))
        {
            if (entity is not Multipart parts)
            {
                yield return entity;
                continue;
            }

            for (int i = parts.Count - 1; i >= 0; i--)
                left.Push(parts[i]);
        }
    }

    /// <summary>A stream over memory, without a copy where that can be.</summary>
    public static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    private static string? Field(MimeMessage mail, string name)
    {
        int at = mail.Headers.IndexOf(name);
        if (at < 0 || mail.Headers[at].RawValue.Length > LongestHint)
            return null;
        string value = mail.Headers[at].Value.Trim();
        return value.Length == 0 ? null : value;
    }

    /// <summary>Without what mbox files and pipes put in front: blank lines, and the line `From ` with sender and time.</summary>
    private static ReadOnlyMemory<byte> WithoutMarker(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        int start = span.IndexOfAnyExcept(" \t\r\n\0"u8);
        if (span[start..].StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            start += 3;
        if (span[start..].StartsWith("From "u8))
            start = span[start..].IndexOf((byte)'\n') is >= 0 and var end ? start + end + 1 : span.Length;
        return bytes[start..];
    }
}
