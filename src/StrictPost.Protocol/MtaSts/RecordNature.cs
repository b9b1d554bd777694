using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.MtaSts;

/// <summary>What a text is when it was meant as a record but is something else.</summary>
internal static class RecordNature
{
    /// <summary>The one finding that says it, or null when the text may be a record.</summary>
    public static Finding? WhatElse(string text)
    {
        string start = text.TrimStart();
        if (start.StartsWith("v=TLSRPT", StringComparison.OrdinalIgnoreCase))
            return RecordFindings.IsTlsRpt.Found();
        if (start.StartsWith("version:", StringComparison.OrdinalIgnoreCase))
            return RecordFindings.IsPolicy.Found();
        if (!start.StartsWith("v=", StringComparison.OrdinalIgnoreCase) && start.Contains(" TXT ", StringComparison.OrdinalIgnoreCase))
            return RecordFindings.IsZoneLine.Found(start);
        return null;
    }
}
