using System.Text;

namespace StrictPost.Protocol.Text;

/// <summary>One row of CSV (RFC 4180 §2), and where it began.</summary>
/// <param name="Line">Line of its first character, from 1.</param>
/// <param name="Fields">The values, without their quotes.</param>
/// <param name="IsBroken">True when a quoted value never ended.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Fields, bool IsBroken)
{
    /// <summary>The row as messages name it, such as <c>line 3</c>.</summary>
    public string Where => $"line {Line}";

    /// <summary>The rows, without the empty ones. Line ends may be LF or CRLF.</summary>
    public static IEnumerable<CsvRow> Read(string text)
    {
        int at = 0;
        int line = 1;
        while (at < text.Length)
        {
            int first = line;
            var fields = new List<string>();
            bool more = true;
            bool broken = false;
            while (more)
                fields.Add(Field(text, ref at, ref line, out more, ref broken));
            if (fields.Count > 1 || fields[0].Trim().Length > 0)
                yield return new CsvRow(first, fields, broken);
        }
    }

    /// <summary>Reads up to the next comma or line end, and past it.</summary>
    private static string Field(string text, ref int at, ref int line, out bool more, ref bool broken)
    {
        var value = new StringBuilder();
        bool quoted = false;
        more = false;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '\n')
                line++;
            if (c == '"' && quoted && at + 1 < text.Length && text[at + 1] == '"')
                value.Append(text[++at]);
            else if (c == '"')
                quoted = !quoted;
            else if (quoted)
                value.Append(c);
            else if (c is ',' or '\n')
            {
                at++;
                more = c == ',';
                return value.ToString();
            }
            else if (c != '\r')
                value.Append(c);
        }

        broken |= quoted;
        return value.ToString();
    }
}
