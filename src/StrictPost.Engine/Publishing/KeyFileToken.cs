namespace StrictPost.Engine.Publishing;

/// <summary>A word or a mark of a key file.</summary>
/// <param name="Text">The word without its quotes, or the mark.</param>
/// <param name="Line">From 1.</param>
/// <param name="IsMark">True for <c>{</c>, <c>}</c> and <c>;</c> outside of quotes.</param>
internal readonly record struct KeyFileToken(string Text, int Line, bool IsMark)
{
    /// <summary>True for this mark.</summary>
    public bool Is(char mark) => IsMark && Text[0] == mark;

    /// <summary>True for this keyword, in any case.</summary>
    public bool IsWord(string word) => !IsMark && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts a key file into tokens: the syntax of BIND's configuration, with comments of all three kinds.</summary>
internal static class KeyFileTokens
{
    private const string Marks = "{};";

    /// <summary>The tokens, or the fault and its line.</summary>
    public static (List<KeyFileToken> Tokens, string? Fault, int Line) Of(string text)
    {
        var tokens = new List<KeyFileToken>();
        int line = 1;
        for (int at = 0; at < text.Length;)
        {
            int start = at;
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (IsComment(text, at))
            {
                if (CommentEnd(text, at) is not { } end)
                    return (tokens, "a comment that begins with /* does not end", line);
                at = end;
            }
            else if (Marks.Contains(text[at]))
            {
                tokens.Add(new KeyFileToken(text[at++].ToString(), line, IsMark: true));
            }
            else if (text[at] == '"')
            {
                int end = text.IndexOf('"', at + 1);
                if (end < 0)
                    return (tokens, "a quotation mark is missing", line);
                tokens.Add(new KeyFileToken(text[(at + 1)..end], line, IsMark: false));
                at = end + 1;
            }
            else
            {
                at = WordEnd(text, at);
                tokens.Add(new KeyFileToken(text[start..at], line, IsMark: false));
            }

            line += text.AsSpan(start, at - start).Count('\n');
        }

        return (tokens, null, line);
    }

    private static bool IsComment(string text, int at) =>
        text[at] == '#' || text.AsSpan(at).StartsWith("//", StringComparison.Ordinal) || text.AsSpan(at).StartsWith("/*", StringComparison.Ordinal);

    private static int? CommentEnd(string text, int at)
    {
        bool isBlock = text.AsSpan(at).StartsWith("/*", StringComparison.Ordinal);
        int end = isBlock ? text.IndexOf("*/", at + 2, StringComparison.Ordinal) : text.IndexOf('\n', at);
        return end >= 0 ? isBlock ? end + 2 : end : isBlock ? null : text.Length;
    }

    /// <summary>A secret may hold slashes, so a comment begins a word's end only behind a blank.</summary>
    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] != '"' && !Marks.Contains(text[at]))
            at++;
        return at;
    }
}
