using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using StrictPost.CommandLine;

namespace StrictPost.Rendering;

/// <summary>JSON that a verb writes piece by piece; nothing in it that a terminal would obey.</summary>
internal static class JsonPage
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement),
    };

    /// <summary>The same, each value in one line.</summary>
    public static JsonWriterOptions OneLine { get; } = Readable with { Indented = false };

    /// <summary>Prints it whole, so that a failure on the way leaves no half of it.</summary>
    public static void Print(Terminal terminal, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
            write(json);
        terminal.Out.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }
}
