using System.Text;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Storage.Exchange;

/// <summary>
/// A list as CSV (RFC 4180): a header with <c>domain</c>, <c>mode</c>, <c>max_age</c>, <c>mx</c>, <c>rua</c> in any
/// order, of which <c>domain</c> must be there; several patterns or addresses are separated by blanks.
/// </summary>
public static class CsvDomainList
{
    private const string Domain = "domain";
    private const string Mode = "mode";
    private const string MaxAge = "max_age";
    private const string Mx = "mx";
    private const string Rua = "rua";

    private static readonly string[] Columns = [Domain, Mode, MaxAge, Mx, Rua];

    /// <summary>The list, with its header.</summary>
    public static string Write(IEnumerable<DomainSettings> domains)
    {
        var csv = new StringBuilder(string.Join(',', Columns)).Append("\r\n");
        foreach (var settings in domains)
        {
            // No value can hold a comma, a quote or a line end, so none needs quotes.
            csv.Append(settings.Domain).Append(',')
                .Append(Protocol.MtaSts.PolicyModes.ToText(settings.Policy.Mode)).Append(',')
                .Append(settings.Policy.MaxAge).Append(',')
                .AppendJoin(' ', settings.Policy.Mx).Append(',')
                .AppendJoin(' ', settings.Rua).Append("\r\n");
        }

        return csv.ToString();
    }

    internal static void Read(string list, EntryReader entries)
    {
        var rows = CsvRow.Read(list).GetEnumerator();
        if (!rows.MoveNext() || ReadHeader(rows.Current, entries) is not { } header)
            return;
        while (!entries.IsFull && rows.MoveNext())
        {
            var row = rows.Current;
            if (row.IsBroken)
                entries.Add(new ListProblem(row.Where, null, "A quoted value does not end.", "Close it with `\"`."));
            else if (row.Fields.Count != header.Count)
                entries.Add(new ListProblem(row.Where, null, $"It has {row.Fields.Count} values, and the header has {header.Count}.", "Give each column a value; it may be empty."));
            else
                entries.Add(ReadEntry(row, header));
        }
    }

    private static List<string>? ReadHeader(CsvRow row, EntryReader entries)
    {
        var header = row.Fields.Select(field => field.Trim().ToLowerInvariant()).ToList();
        if (!header.Contains(Domain))
        {
            entries.Add(new ListProblem(row.Where, null, "There is no header with a column `domain`.", $"Start the list with the line `{string.Join(',', Columns)}`."));
            return null;
        }

        if (header.Find(column => !Columns.Contains(column)) is { } unknown)
        {
            string known = NearestName.To(unknown, Columns) is { } near ? $"Did you mean `{near}`?" : $"The columns are {string.Join(", ", Columns)}.";
            entries.Add(new ListProblem(row.Where, unknown, "There is no such column.", known));
            return null;
        }

        return header;
    }

    private static ListEntry ReadEntry(CsvRow row, List<string> header)
    {
        string? Text(string column) => header.IndexOf(column) is >= 0 and var at && row.Fields[at].Trim() is { Length: > 0 } text ? text : null;
        string[] Texts(string column) => Text(column)?.Split((char[])[' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new ListEntry(row.Where, Text(Domain), Text(Mode), Text(MaxAge), Texts(Mx), Texts(Rua));
    }
}
