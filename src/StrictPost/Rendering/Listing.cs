using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Protocol.Text;

namespace StrictPost.Rendering;

/// <summary>How a list is printed.</summary>
internal enum ListFormat
{
    /// <summary>A table for people.</summary>
    Text,

    /// <summary>An array for programs.</summary>
    Json,

    /// <summary>Comma-separated values for spreadsheets (RFC 4180).</summary>
    Csv,
}

/// <summary>A column of a list.</summary>
/// <param name="Title">Above the column; null where people do not get to see it.</param>
/// <param name="Name">In JSON and CSV.</param>
/// <param name="Value">A text, a number, a time, a day, several texts, or null.</param>
internal sealed record Column<T>(string? Title, string Name, Func<T, object?> Value);

/// <summary>A list of things that have the same columns in every format.</summary>
internal sealed class Listing<T>(params IReadOnlyList<Column<T>> columns)
{
    private const string FormulaStarts = "=+-@";

    /// <summary>Prints a list; without items, people read <paramref name="none"/>.</summary>
    public void Print(Terminal terminal, ListFormat format, IReadOnlyList<T> items, string none)
    {
        switch (format)
        {
            case ListFormat.Json:
                JsonPage.Print(terminal, json => WriteJson(json, items));
                break;
            case ListFormat.Csv:
                terminal.Out.Write(ToCsv(items));
                break;
            default:
                if (items.Count == 0)
                    terminal.Out.WriteLine(none);
                else
                    WriteTable(terminal, items);
                break;
        }
    }

    /// <summary>Prints a long list part by part, so that it is never in memory as a whole. For people as for spreadsheets: a table would need all of it.</summary>
    public async Task PrintAsync<TPart>(Terminal terminal, ListFormat format, IReadOnlyList<TPart> parts, Func<TPart, Task<IReadOnlyList<T>>> read)
    {
        bool isJson = format == ListFormat.Json;
        string between = isJson ? "[\n" : Header;
        foreach (var part in parts)
        {
            foreach (var item in await read(part))
            {
                await terminal.Out.WriteAsync(isJson ? $"{between}{Line(item)}" : $"{between}{CsvLine(item)}");
                between = isJson ? ",\n" : "";
            }
        }

        await terminal.Out.WriteAsync(isJson ? between == "[\n" ? "[]\n" : "\n]\n" : between);
    }

    /// <summary>An array of objects.</summary>
    public void WriteJson(Utf8JsonWriter json, IReadOnlyList<T> items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            json.WriteStartObject();
            WriteFields(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The properties of one.</summary>
    public void WriteFields(Utf8JsonWriter json, T item)
    {
        foreach (var column in columns)
            WriteField(json, column.Name, column.Value(item));
    }

    /// <summary>A header, and a line for each.</summary>
    public string ToCsv(IEnumerable<T> items)
    {
        var csv = new StringBuilder(Header);
        foreach (var item in items)
            csv.Append(CsvLine(item));
        return csv.ToString();
    }

    private string Header => string.Join(',', columns.Select(column => column.Name)) + "\r\n";

    private string CsvLine(T item) => string.Join(',', columns.Select(column => Field(column.Value(item)))) + "\r\n";

    private string Line(T item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonPage.OneLine))
        {
            json.WriteStartObject();
            WriteFields(json, item);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteTable(Terminal terminal, IReadOnlyList<T> items)
    {
        var shown = columns.Where(column => column.Title is not null).ToList();
        var table = new Table().Border(TableBorder.Simple).AddColumns([.. shown.Select(column => column.Title!)]);
        foreach (var item in items)
            table.AddRow([.. shown.Select(column => Terminal.Safe(Shown.Of(Text(column.Value(item)))))]);
        terminal.Pretty().Write(table);
    }

    private static void WriteField(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case bool fact:
                json.WriteBooleanValue(fact);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time.UtcDateTime);
                break;
            case IEnumerable<string> texts:
                json.WriteStartArray();
                foreach (string text in texts)
                    json.WriteStringValue(text);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Text(value));
                break;
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool fact => fact ? "yes" : "no",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IEnumerable<char> text => string.Concat(text),
        IEnumerable<string> texts => string.Join(' ', texts),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A spreadsheet must not take a text from outside for a formula, nor a terminal for an order.</summary>
    private static string Field(object? value)
    {
        if (value is DateTimeOffset time)
            return time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string text = Printable.Escape(Text(value));
        if (value is not long && text.Length > 0 && FormulaStarts.Contains(text[0]))
            text = "'" + text;
        return text.AsSpan().IndexOfAny(',', '"') < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
