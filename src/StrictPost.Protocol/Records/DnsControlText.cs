using System.Text;

namespace StrictPost.Protocol.Records;

/// <summary>
/// JavaScript for DNSControl: <c>D_EXTEND</c> adds to the domain that stands elsewhere in <c>dnsconfig.js</c>. Long texts
/// are split by DNSControl.
/// </summary>
internal static class DnsControlText
{
    public static string Of(RecordSet set)
    {
        var text = new StringBuilder();
        text.Append("D_EXTEND(").Append(EscapedString.JavaScript(set.Zone.Ascii));
        foreach (var record in set.Records)
        {
            string value = record.Type == DnsRecordType.CNAME ? record.Value + "." : record.Value;
            text.Append(",\n  ").Append(record.Type).Append('(').Append(EscapedString.JavaScript(set.RelativeName(record)))
                .Append(", ").Append(EscapedString.JavaScript(value)).Append(", TTL(").Append(record.Ttl).Append("))");
        }

        return text.Append("\n);\n").ToString();
    }
}
