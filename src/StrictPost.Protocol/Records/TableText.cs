using System.Text;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Records;

/// <summary>Records in columns, values last so that they can be marked and copied.</summary>
internal static class TableText
{
    private static readonly string[] Heading = ["NAME", "TYPE", "TTL", "VALUE"];

    public static string Of(RecordSet set)
    {
        List<string[]> rows = [Heading, .. set.Records.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, Heading.Length - 1).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            for (int column = 0; column < widths.Length; column++)
                text.Append(row[column].PadRight(widths[column] + 2));
            text.Append(row[^1]).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Row(DnsRecord record) =>
        [record.Name.Ascii, $"{record.Type}", $"{record.Ttl}", Printable.Escape(record.Value)];
}
