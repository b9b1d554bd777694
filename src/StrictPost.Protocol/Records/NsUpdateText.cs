using System.Globalization;
using System.Text;

namespace StrictPost.Protocol.Records;

/// <summary>
/// Commands for <c>nsupdate</c>: one RFC 2136 message, so the zone never shows half of it. Names no server and no key:
/// give those to <c>nsupdate</c> itself.
/// </summary>
internal static class NsUpdateText
{
    /// <summary>A name has either an alias or addresses; all three go before either comes.</summary>
    private static readonly DnsRecordType[] PlaceTypes = [DnsRecordType.CNAME, DnsRecordType.A, DnsRecordType.AAAA];

    /// <summary>An alias in place of a text comes only when the text has gone.</summary>
    private static readonly DnsRecordType[] AliasTypes = [DnsRecordType.CNAME, DnsRecordType.TXT];

    public static string Of(RecordSet set)
    {
        var text = new StringBuilder();
        text.Append("zone ").Append(set.Zone.Ascii).Append(".\n");
        foreach (var same in set.Records.GroupBy(record => record.Name))
        {
            foreach (var type in Replaced(same.First()))
                text.Append(CultureInfo.InvariantCulture, $"update delete {same.Key}. {type}\n");
            foreach (var record in same)
                text.Append(CultureInfo.InvariantCulture, $"update add {record.Name}. {record.Ttl} {record.Type} {ZoneText.Data(record)}\n");
        }

        return text.Append("send\n").ToString();
    }

    private static DnsRecordType[] Replaced(DnsRecord record) => record.Type switch
    {
        DnsRecordType.TXT => [DnsRecordType.TXT],
        DnsRecordType.CNAME when record.Name.Ascii.StartsWith('_') => AliasTypes,
        _ => PlaceTypes,
    };
}
