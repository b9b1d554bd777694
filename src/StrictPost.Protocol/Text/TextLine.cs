namespace StrictPost.Protocol.Text;

/// <summary>One line of a text, without its end.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">What stands on it.</param>
/// <param name="End">How it ends: LF, CRLF, CR, or nothing at the end of the text.</param>
internal sealed record TextLine(int Number, string Text, string End)
{
    public bool IsBlank => Text.AsSpan().Trim(Characters.Wsp).IsEmpty;

    public bool EndedByBareCr => End == "\r";

    /// <summary>Splits at LF, CRLF and CR; a line end at the end of the text starts no further line.</summary>
    public static List<TextLine> Split(string text)
    {
        var lines = new List<TextLine>();
        int start = 0;
        while (start < text.Length)
        {
            int length = text.AsSpan(start).IndexOfAny('\r', '\n');
            int end = length < 0 ? text.Length : start + length;
            string terminator = Terminator(text, end);
            lines.Add(new TextLine(lines.Count + 1, text[start..end], terminator));
            start = end + terminator.Length;
        }

        return lines;
    }

    private static string Terminator(string text, int end)
    {
        if (end >= text.Length)
            return "";
        if (text[end] == '\n')
            return "\n";
        return end + 1 < text.Length && text[end + 1] == '\n' ? "\r\n" : "\r";
    }
}
