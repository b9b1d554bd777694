using System.Text;

namespace StrictPost.Protocol.Records;

/// <summary>
/// YAML for octoDNS's YamlProvider, names and keys sorted as its <c>enforce_order</c> wants. Its texts have semicolons
/// escaped, and are split by octoDNS.
/// </summary>
internal static class OctoDnsText
{
    public static string Of(RecordSet set)
    {
        var text = new StringBuilder("---\n");
        foreach (var name in set.Records.GroupBy(set.RelativeName, StringComparer.Ordinal).OrderBy(name => name.Key, StringComparer.Ordinal))
        {
            text.Append(EscapedString.Yaml(name.Key)).Append(":\n");
            foreach (var same in name.GroupBy(record => record.Type))
                Write(text, [.. same]);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, DnsRecord[] records)
    {
        text.Append("  - ttl: ").Append(records[0].Ttl).Append('\n');
        text.Append("    type: ").Append(records[0].Type).Append('\n');
        if (records.Length == 1)
        {
            text.Append("    value: ").Append(Value(records[0])).Append('\n');
            return;
        }

        text.Append("    values:\n");
        foreach (var record in records)
            text.Append("      - ").Append(Value(record)).Append('\n');
    }

    private static string Value(DnsRecord record) => EscapedString.Yaml(record.Type switch
    {
        DnsRecordType.TXT => record.Value.Replace(";", "\\;", StringComparison.Ordinal),
        DnsRecordType.CNAME => record.Value + ".",
        _ => record.Value,
    });
}
