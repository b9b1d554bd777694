using System.Runtime.CompilerServices;
using System.Text;
using StrictPost.CommandLine;

namespace StrictPost.Checking;

/// <summary>Lines of a text of any length, one at a time, in a fixed amount of memory.</summary>
internal static class TextLines
{
    /// <summary>Characters of a line that are kept; nothing that is meant as a list of domains comes near it.</summary>
    public const int LongestLine = 4096;

    private const int BufferSize = 32 * 1024;

    /// <summary>The lines with their numbers from 1, without line ends; what is longer is cut.</summary>
    /// <exception cref="Refusal">The bytes are no text.</exception>
    public static async IAsyncEnumerable<(int Number, string Text)> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);
        char[] buffer = new char[BufferSize];
        var line = new StringBuilder();
        int number = 1;
        // A terminal or pipe that says nothing cannot be told to stop reading, so it is left behind.
        for (int read; (read = await reader.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken)) > 0;)
        {
            for (int i = 0; i < read; i++)
            {
                char c = buffer[i];
                if (c == '\0')
                    throw new Refusal($"The list is no text: line {number} holds a zero byte.", "Give a text file with one domain on each line, or CSV.");
                if (c == '\n')
                {
                    yield return (number++, Take(line));
                    continue;
                }

                if (c != '\r' && line.Length <= LongestLine)
                    line.Append(c);
            }
        }

        if (line.Length > 0)
            yield return (number, Take(line));
    }

    private static string Take(StringBuilder line)
    {
        string text = line.ToString();
        line.Clear();
        return text;
    }
}
