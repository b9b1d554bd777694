using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.MtaSts;

/// <summary>What a body is when it is no policy at all. One such finding says more than ten about its lines.</summary>
internal static class BodyNature
{
    /// <summary>The one finding that names it, or null when the body may be a policy.</summary>
    public static Finding? WhatElse(string body)
    {
        string start = body.TrimStart();
        if (start.Length == 0)
            return BodyFindings.Empty.Found();
        if (start.StartsWith(@"{\rtf", StringComparison.Ordinal))
            return BodyFindings.IsRtf.Found();
        if (start.StartsWith('<'))
            return BodyFindings.IsHtml.Found(detail: start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) ? "an XML document" : "a web page");
        if (HasKnownKey(body))
            return null;
        if (body.Contains("v=STSv1", StringComparison.OrdinalIgnoreCase) || body.Contains("v=TLSRPT", StringComparison.OrdinalIgnoreCase))
            return BodyFindings.IsRecord.Found();
        return start[0] is '{' or '[' ? BodyFindings.IsJson.Found() : BodyFindings.IsOther.Found(FirstLine(start));
    }

    private static bool HasKnownKey(string body) => TextLine.Split(body).Exists(line =>
        line.Text.AsSpan().IndexOfAny(':', '=') is var delimiter and > 0
        && PolicyLine.MeantKey(line.Text[..delimiter].Trim().TrimStart('\uFEFF')) is not null);

    private static string FirstLine(string text) => TextLine.Split(text)[0].Text;
}
