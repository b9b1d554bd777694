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

    public static string Of(RecordSet set)
    {
        var text = new StringBuilder();
        text.Append("zone ").Append(set.Zone.Ascii).Append(".\n");
        foreach (var same in set.Records.GroupBy(record => record.Name))
        {
            foreach (var type in same.First().Type == DnsRecordType.TXT ? [DnsRecordType.TXT] : PlaceTypes)
                text.Append("update delete ").Append(same.Key.Ascii).Append(". ").Append(type).Append('\n');
            foreach (var record in same)
                text.Append("update add ").Append(record.Name.Ascii).Append(". ").Append(record.Ttl).Append(' ').Append(record.Type).Append(' ').Append(ZoneText.Data(record)).Append('\n');
        }

        return text.Append("send\n").ToString();
    }
}
