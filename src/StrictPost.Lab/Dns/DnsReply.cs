using System.Net.Sockets;
using System.Text;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;

namespace StrictPost.Lab.Dns;

/// <summary>Puts what a zone holds into the words of a DNS message.</summary>
internal static class DnsReply
{
    private const int LongestAliasChain = 8;

    /// <summary>
    /// The reply to a question, following aliases as far as the zone knows them; null where silence is ordered.
    /// </summary>
    public static DnsMessage? To(DnsMessage query, DnsQuestion question, LabZone zone, bool overTcp)
    {
        var reply = query.CreateResponseInstance();
        reply.IsAuthoritiveAnswer = true;
        var (owner, node) = Follow(question, zone, reply.AnswerRecords);
        if (node.Silent)
            return null;
        reply.ReturnCode = node.Code;
        reply.AnswerRecords.AddRange(Records(owner, node).Where(r => Wants(question, r.RecordType)));
        if (node.TruncatedOverUdp && !overTcp)
        {
            reply.AnswerRecords.Clear();
            reply.IsTruncated = true;
        }
        else if (reply.AnswerRecords.Count == 0 && node.Code is ReturnCode.NoError or ReturnCode.NxDomain)
            reply.AuthorityRecords.Add(StartOfAuthority(node.TimeToLive));
        return reply;
    }

    /// <summary>A name as the zone writes it: without trailing dot.</summary>
    public static string NameOf(DomainName name) => string.Join('.', name.Labels);

    /// <summary>The end of the chain of aliases; each link goes to the answer.</summary>
    private static (DomainName Owner, ZoneNode Node) Follow(DnsQuestion question, LabZone zone, List<DnsRecordBase> links)
    {
        var owner = question.Name;
        var node = zone.Find(NameOf(owner));
        while (node.Alias is { } target && !Wants(question, RecordType.CName) && links.Count < LongestAliasChain)
        {
            var next = DomainName.Parse(target);
            links.Add(new CNameRecord(owner, node.TimeToLive, next));
            (owner, node) = (next, zone.Find(NameOf(next)));
        }
        return (owner, node);
    }

    private static bool Wants(DnsQuestion question, RecordType type) =>
        question.RecordType == type || question.RecordType == RecordType.Any;

    private static IEnumerable<DnsRecordBase> Records(DomainName owner, ZoneNode node)
    {
        if (node.Alias is { } target)
            yield return new CNameRecord(owner, node.TimeToLive, DomainName.Parse(target));
        foreach (var text in node.Texts)
        {
            // The library's own TXT knows ASCII only; a lab must be able to say any bytes.
            var data = CharacterStrings(Encoding.UTF8.GetBytes(text), node.StringBytes);
            yield return new UnknownRecord(owner, RecordType.Txt, RecordClass.INet, node.TimeToLive, data);
        }
        foreach (var mx in node.Mx)
            yield return new MxRecord(owner, node.TimeToLive, mx.Preference, DomainName.Parse(mx.Host));
        foreach (var address in node.Addresses)
        {
            yield return address.AddressFamily == AddressFamily.InterNetwork
                ? new ARecord(owner, node.TimeToLive, address)
                : new AaaaRecord(owner, node.TimeToLive, address);
        }
    }

    /// <summary>RFC 1035 §3.3.14: one or more strings, each led by its length in one byte.</summary>
    private static byte[] CharacterStrings(byte[] text, int stringBytes)
    {
        if (text.Length == 0)
            return [0];
        return [.. text.Chunk(stringBytes).SelectMany(chunk => chunk.Prepend((byte)chunk.Length))];
    }

    /// <summary>RFC 2308 §3: lets a resolver keep a negative answer, for as long as a positive one.</summary>
    private static SoaRecord StartOfAuthority(int timeToLive) => new(
        DomainName.Root, timeToLive, DomainName.Parse("ns.lab"), DomainName.Parse("root.lab"),
        serialNumber: 1, refreshInterval: 3600, retryInterval: 600, expireInterval: 86400, negativeCachingTTL: timeToLive);
}
