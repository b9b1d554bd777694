using DnsClient;
using DnsClient.Protocol;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Engine.Dns;

/// <summary>A lookup, and whether the one who answered said that it speaks for the zone.</summary>
/// <param name="Lookup">What was seen.</param>
/// <param name="IsAuthoritative">The AA bit (RFC 1035 §4.1.1).</param>
internal sealed record DnsAnswer<T>(Lookup<T> Lookup, bool IsAuthoritative)
{
    /// <summary>The zone that has to say that there is nothing (RFC 2308 §3), where the answer names it; not for the target of an alias.</summary>
    public string? Zone { get; init; }
}

/// <summary>Reads the answer to one question out of a DNS message.</summary>
internal static class DnsAnswer
{
    /// <summary>Most records of an answer that are kept.</summary>
    public const int MostRecords = 100;

    /// <summary>Longest chain of aliases that is followed; resolvers give up at about as many.</summary>
    public const int MostAliases = 16;

    /// <summary>What the message says. Records count at the end of the chain of aliases only.</summary>
    /// <param name="question">A lookup with no more than name and type.</param>
    /// <param name="message">The answer.</param>
    /// <param name="read">What a record holds.</param>
    public static DnsAnswer<TValue> Of<TValue, TRecord>(
        Lookup<TValue> question, IDnsQueryResponse message, Func<TRecord, TValue> read)
        where TRecord : DnsResourceRecord
    {
        var links = Links(question.Name, message);
        string owner = links is [.., var last] ? NameOf(last.CanonicalName) : question.Name;
        var records = message.Answers.OfType<TRecord>()
            .Where(record => OwnerOf(record).Equals(owner, StringComparison.OrdinalIgnoreCase))
            .Take(MostRecords).ToList();
        var end = End(message.Header.ResponseCode, records.Count > 0);
        var lookup = question with
        {
            End = end,
            Found = end == LookupEnd.Answered ? [.. records.Select(read)] : [],
            TimeToLive = end switch
            {
                LookupEnd.Answered => Shortest(records.Concat<DnsResourceRecord>(links)),
                LookupEnd.NoData or LookupEnd.NoSuchName => Absence(message),
                _ => TimeSpan.Zero,
            },
            Aliases = [.. links.Select(link => NameOf(link.CanonicalName))],
            IsAuthenticated = message.Header.IsAuthenticData,
            Detail = end is LookupEnd.ServerFailure or LookupEnd.Refused ? Mnemonic(message.Header.ResponseCode) : null,
        };
        return new DnsAnswer<TValue>(lookup, message.Header.HasAuthorityAnswer) { Zone = links.Count == 0 ? ZoneAbove(question.Name, message) : null };
    }

    /// <summary>
    /// A name in a record's data as it stands in DNS, without trailing dot. The library gives each name with A-labels twice, once
    /// as a guess at its Unicode form; which is which differs between a record's data and its owner.
    /// </summary>
    public static string NameOf(DnsString data) => data.Value.TrimEnd('.');

    private static TimeSpan Shortest(IEnumerable<DnsResourceRecord> records) =>
        TimeSpan.FromSeconds(records.Min(record => Math.Max(0, record.InitialTimeToLive)));

    /// <summary>How long it may be kept that there is nothing: RFC 2308 §5. Not at all where the answer has no start of authority.</summary>
    private static TimeSpan Absence(IDnsQueryResponse message) => message.Authorities.OfType<SoaRecord>().FirstOrDefault() is { } start
        ? TimeSpan.FromSeconds(Math.Max(0, Math.Min(start.InitialTimeToLive, (long)start.Minimum)))
        : TimeSpan.Zero;

    private static string OwnerOf(DnsResourceRecord record) => record.DomainName.Original.TrimEnd('.');

    private static string? ZoneAbove(string name, IDnsQueryResponse message) =>
        message.Authorities.OfType<SoaRecord>().Select(OwnerOf)
            .FirstOrDefault(zone => zone.Length > 0 && $".{name}".EndsWith($".{zone}", StringComparison.OrdinalIgnoreCase));

    /// <summary>The aliases that lead on from a name, each used once, so that a circle ends.</summary>
    private static List<CNameRecord> Links(string name, IDnsQueryResponse message)
    {
        var unused = message.Answers.OfType<CNameRecord>().ToList();
        var links = new List<CNameRecord>();
        while (links.Count < MostAliases
            && unused.Find(link => OwnerOf(link).Equals(name, StringComparison.OrdinalIgnoreCase)) is { } next)
        {
            unused.Remove(next);
            links.Add(next);
            name = NameOf(next.CanonicalName);
        }

        return links;
    }

    private static LookupEnd End(DnsHeaderResponseCode code, bool hasRecords) => code switch
    {
        DnsHeaderResponseCode.NoError => hasRecords ? LookupEnd.Answered : LookupEnd.NoData,
        DnsHeaderResponseCode.NotExistentDomain => LookupEnd.NoSuchName,
        DnsHeaderResponseCode.ServerFailure => LookupEnd.ServerFailure,
        _ => LookupEnd.Refused,
    };

    /// <summary>The short names by which administrators know the codes.</summary>
    private static string Mnemonic(DnsHeaderResponseCode code) => code switch
    {
        DnsHeaderResponseCode.ServerFailure => "SERVFAIL",
        DnsHeaderResponseCode.Refused => "REFUSED",
        DnsHeaderResponseCode.FormatError => "FORMERR",
        DnsHeaderResponseCode.NotImplemented => "NOTIMP",
        _ => $"{code}",
    };
}
