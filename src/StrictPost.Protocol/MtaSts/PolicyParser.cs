using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.MtaSts;

/// <summary>
/// sts-policy-record (RFC 8461 §3.2, with errata 6253 and 7282): reads a body the way a sender must, and reports what a
/// validator should. Each ABNF production has a method of its own, here or in <see cref="PolicyFields"/>.
/// </summary>
internal static class PolicyParser
{
    public static PolicyReading Read(ReadOnlySpan<byte> body)
    {
        if (Unreadable(body) is { } unreadable)
            return new PolicyReading(new(null, [unreadable]), []);

        var findings = new List<Finding>();
        string text = Decode(body, findings);
        if (BodyNature.WhatElse(text) is { } nature)
            return new PolicyReading(new(null, [nature]), []);

        var fields = new PolicyFields(findings);
        foreach (var line in Lines(text, findings))
            PolicyLine.Read(line, fields, findings);
        var policy = fields.ToPolicy();
        bool broken = findings.Exists(finding => finding.Kind.Breaks);
        var inOrder = findings.OrderBy(finding => finding.Place.Line).ThenBy(finding => finding.Place.Column).ToList();
        return new PolicyReading(new(broken ? null : policy, inOrder), fields.All);
    }

    private static Finding? Unreadable(ReadOnlySpan<byte> body)
    {
        if (body.Length > StsPolicy.MaxBodyBytes)
            return PolicyFindings.TooLarge.Found($"{body.Length}");
        if (body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || body.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return BodyFindings.IsUtf16.Found();
        return null;
    }

    /// <summary>sts-policy-vchar allows UTF-8; bytes that are not are reported and read as U+FFFD.</summary>
    private static string Decode(ReadOnlySpan<byte> body, List<Finding> findings)
    {
        if (body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            findings.Add(PolicyFindings.ByteOrderMark.At(new Place(1, 1)));
            body = body[3..];
        }

        if (Utf8Text.FirstInvalid(body) is var bad and >= 0)
        {
            var line = TextLine.Split(Encoding.UTF8.GetString(body[..bad]) + '\uFFFD')[^1];
            findings.Add(PolicyFindings.NotUtf8.At(new Place(line.Number, line.Text.Length), $"0x{body[bad]:X2}"));
        }

        return Encoding.UTF8.GetString(body);
    }

    /// <summary>
    /// sts-policy-term = LF / CRLF (erratum 6253). A bare CR ends no line; it is reported once, and taken for a line end
    /// so that the rest can still be judged.
    /// </summary>
    private static List<TextLine> Lines(string text, List<Finding> findings)
    {
        var lines = TextLine.Split(text);
        if (lines.Find(line => line.EndedByBareCr) is { } bare)
            findings.Add(PolicyFindings.BareCr.At(new Place(bare.Number, bare.Text.Length + 1)));
        CheckIndent(lines, findings);

        int used = lines.FindLastIndex(line => !line.IsBlank) + 1;
        if (lines.Take(used).FirstOrDefault(line => line.IsBlank) is { } gap)
            findings.Add(PolicyFindings.BlankLine.At(new Place(gap.Number, 1)));
        if (used < lines.Count)
            findings.Add(PolicyFindings.BlankLineAtEnd.At(new Place(used + 1, 1)));
        return lines.FindAll(line => !line.IsBlank);
    }

    private static void CheckIndent(List<TextLine> lines, List<Finding> findings)
    {
        var indented = lines.FindAll(line => !line.IsBlank && line.Text[0] is ' ' or '\t');
        if (indented.Count > 0)
            findings.Add(PolicyFindings.Indented.At(new Place(indented[0].Number, 1), detail: Count(indented.Count, "line")));
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun} starts" : $"{count} {noun}s start";
}
