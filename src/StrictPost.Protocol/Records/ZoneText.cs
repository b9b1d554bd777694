using System.Globalization;
using System.Text;

namespace StrictPost.Protocol.Records;

/// <summary>A piece of a zone file (RFC 1035 §5): full names with their dot, so it fits under any $ORIGIN.</summary>
internal static class ZoneText
{
    public static string Of(RecordSet set)
    {
        var text = new StringBuilder();
        foreach (var record in set.Records)
            text.Append(CultureInfo.InvariantCulture, $"{record.Name}. {record.Ttl} IN {record.Type} {Data(record)}\n");
        return text.ToString();
    }

    /// <summary>What stands behind the type.</summary>
    public static string Data(DnsRecord record) => record.Type switch
    {
        DnsRecordType.TXT => CharacterStrings.Quote(record.Value),
        DnsRecordType.CNAME => record.Value + ".",
        _ => record.Value,
    };
}
