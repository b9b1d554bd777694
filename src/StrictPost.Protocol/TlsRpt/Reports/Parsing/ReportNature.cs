using System.Text;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>What something is that is no report.</summary>
internal static class ReportNature
{
    private const int Glance = 1024;

    /// <summary>What it is instead of a JSON object, such as <c>a DMARC report</c>; null for what may be a report.</summary>
    public static string? WhatElse(ReadOnlySpan<byte> utf8)
    {
        var text = utf8.TrimStart(" \t\r\n\0"u8);
        return text switch
        {
            [] => "empty",
            [(byte)'{', ..] => null,
            [(byte)'<', ..] => Markup(text[..Math.Min(text.Length, Glance)]),
            [(byte)'[', ..] => "a JSON list",
            [0x1F, 0x8B, ..] => "still compressed (gzip)",
            [(byte)'P', (byte)'K', 3, 4, ..] => "a ZIP archive",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
            // A comment may stand before the object.
            [(byte)'/', (byte)'/' or (byte)'*', ..] => null,
            _ => "something that does not begin like a JSON object",
        };
    }

    private static string Markup(ReadOnlySpan<byte> utf8)
    {
        string text = Encoding.UTF8.GetString(utf8);
        if (text.Contains("<feedback", StringComparison.OrdinalIgnoreCase))
            return "a DMARC report";
        return text.Contains("<html", StringComparison.OrdinalIgnoreCase) || text.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase)
            ? "an HTML page"
            : "XML";
    }
}
