using System.Net.Sockets;
using System.Text;

namespace StrictPost.Lab.Dns;

/// <summary>Puts what a zone holds into the words of a DNS message.</summary>
internal static class DnsReply
{
    private const byte Response = 0x80;
    private const byte Authoritative = 0x04;
    private const byte Truncated = 0x02;
    private const byte RecursionAvailable = 0x80;
    private const byte AuthenticData = 0x20;

    /// <summary>The reply to a question; null where silence is ordered.</summary>
    public static byte[]? To(DnsRequest request, LabZone zone, bool overTcp)
    {
        var answer = ZoneAnswer.To(request, zone);
        if (answer.End.Silent)
            return null;
        var records = new DnsWriter();
        int count = WriteLinks(answer, records) + WriteNode(request, answer, records);
        bool cut = !overTcp && (answer.End.TruncatedOverUdp || records.Length > request.UdpBytes - 100);
        byte[] reply = cut
            ? Message(request, answer, new DnsWriter(), count: 0, cut)
            : Message(request, answer, records, count, cut);
        return answer.End.BreaksOff ? reply[..(DnsRequest.HeaderBytes + request.Question.Length + 5)] : reply;
    }

    /// <summary>A reply that says only that the server cannot.</summary>
    public static byte[] Failure(ReadOnlySpan<byte> message, DnsCode code) =>
        [message[0], message[1], Response, (byte)code, 0, 0, 0, 0, 0, 0, 0, 0];

    private static byte[] Message(DnsRequest request, ZoneAnswer answer, DnsWriter records, int count, bool cut)
    {
        bool negative = !cut && count == answer.Links.Length && answer.End.Code is DnsCode.NoError or DnsCode.NameError;
        bool authentic = request.WantsAuthenticity && answer.Signed && answer.End.Code is DnsCode.NoError or DnsCode.NameError;
        var message = new DnsWriter();
        message.Word(request.Id);
        message.Byte((byte)(Response | Authoritative | (cut ? Truncated : 0) | (request.RecursionDesired ? 1 : 0)));
        message.Byte((byte)(RecursionAvailable | (authentic ? AuthenticData : 0) | (byte)answer.End.Code));
        message.Word(1);
        message.Word(count);
        message.Word(negative ? 1 : 0);
        message.Word(request.WithExtensions ? 1 : 0);
        message.Bytes(request.Question.Span);
        message.Bytes(records.ToArray());
        if (negative)
            WriteStartOfAuthority(answer.End.TimeToLive, message);
        if (request.WithExtensions)
            message.Bytes([0, 0, (byte)DnsType.Opt, 0x10, 0, 0, 0, 0, 0, 0, 0]);
        return message.ToArray();
    }

    private static int WriteLinks(ZoneAnswer answer, DnsWriter records)
    {
        string? owner = null;
        foreach (var link in answer.Links)
        {
            records.Record(owner, DnsType.CName, link.TimeToLive, data => data.Name(link.Target));
            owner = link.Target;
        }

        return answer.Links.Length;
    }

    private static int WriteNode(DnsRequest request, ZoneAnswer answer, DnsWriter records)
    {
        var node = answer.End;
        string? owner = answer.Links.IsEmpty ? null : answer.Links[^1].Target;
        int count = 0;
        foreach (var (type, data) in Records(node, answer.Links.IsEmpty))
        {
            if (request.Type != type && request.Type != DnsType.Any)
                continue;
            records.Record(owner, type, node.TimeToLive, data);
            count++;
        }

        return count;
    }

    private static IEnumerable<(DnsType Type, Action<DnsWriter> Data)> Records(ZoneNode node, bool withAlias)
    {
        if (withAlias && node.Alias is { } target)
            yield return (DnsType.CName, data => data.Name(target));
        foreach (string text in node.Texts)
            yield return (DnsType.Txt, data => CharacterStrings(Encoding.UTF8.GetBytes(text), node.StringBytes, data));
        foreach (string server in node.NameServers)
            yield return (DnsType.Ns, data => data.Name(server));
        foreach (var mx in node.Mx)
            yield return (DnsType.Mx, data => { data.Word(mx.Preference); data.Name(mx.Host); });
        foreach (var address in node.Addresses)
        {
            var type = address.AddressFamily == AddressFamily.InterNetwork ? DnsType.A : DnsType.Aaaa;
            yield return (type, data => data.Bytes(address.GetAddressBytes()));
        }

        foreach (var tlsa in node.Tlsa)
            yield return (DnsType.Tlsa, data => { data.Bytes([tlsa.Usage, tlsa.Selector, tlsa.MatchingType]); data.Bytes(tlsa.Bytes.Span); });
    }

    /// <summary>RFC 1035 §3.3.14: one or more strings, each led by its length in one byte.</summary>
    private static void CharacterStrings(byte[] text, int stringBytes, DnsWriter data)
    {
        if (text.Length == 0)
            data.Byte(0);
        foreach (byte[] chunk in text.Chunk(stringBytes))
        {
            data.Byte((byte)chunk.Length);
            data.Bytes(chunk);
        }
    }

    /// <summary>RFC 2308 §3: lets a resolver keep a negative answer, for as long as a positive one.</summary>
    private static void WriteStartOfAuthority(int timeToLive, DnsWriter message) =>
        message.Record("", DnsType.Soa, timeToLive, data =>
        {
            data.Name("ns.lab");
            data.Name("root.lab");
            foreach (int seconds in (ReadOnlySpan<int>)[1, 3600, 600, 86400, timeToLive])
            {
                data.Word(seconds >> 16);
                data.Word(seconds & 0xFFFF);
            }
        });
}
