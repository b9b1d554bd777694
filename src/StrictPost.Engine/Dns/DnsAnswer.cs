using System.Collections.Immutable;
using DnsClient;
using DnsClient.Protocol;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Engine.Dns;

/// <summary>A lookup, and whether the one who answered said that it speaks for the zone.</summary>
/// <param name="Lookup">What was seen.</param>
/// <param name="IsAuthoritative">The AA bit (RFC 1035 §4.1.1).</param>
internal sealed record DnsAnswer<T>(Lookup<T> Lookup, bool IsAuthoritative);

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
        var aliases = Aliases(question.Name, message);
        string owner = aliases is [.., var last] ? last : question.Name;
        var records = message.Answers.OfType<TRecord>()
            .Where(record => IsAt(owner, record))
            .Take(MostRecords).ToList();
        var end = End(message.Header.ResponseCode, records.Count > 0);
        var lookup = question with
        {
            End = end,
            Found = end == LookupEnd.Answered ? [.. records.Select(read)] : [],
            TimeToLive = TimeSpan.FromSeconds(records.Count > 0 ? records.Min(record => record.InitialTimeToLive) : 0),
            Aliases = aliases,
            IsAuthenticated = message.Header.IsAuthenticData,
            Detail = end is LookupEnd.ServerFailure or LookupEnd.Refused ? Mnemonic(message.Header.ResponseCode) : null,
        };
        return new DnsAnswer<TValue>(lookup, message.Header.HasAuthorityAnswer);
    }

    /// <summary>A name within a record as it stands in DNS, without trailing dot.</summary>
    public static string NameOf(DnsString name) => name.Value.TrimEnd('.');

    /// <summary>
    /// Whether a record stands at a name. The library keeps the A-labels of this name in <c>Original</c>, and decodes them in
    /// <c>Value</c>; with names within records it is the other way round.
    /// </summary>
    private static bool IsAt(string name, DnsResourceRecord record) =>
        record.DomainName.Original.TrimEnd('.').Equals(name, StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<string> Aliases(string name, IDnsQueryResponse message)
    {
        var links = message.Answers.OfType<CNameRecord>().ToList();
        var aliases = ImmutableArray.CreateBuilder<string>();
        while (aliases.Count < MostAliases
            && links.Find(link => IsAt(name, link)) is { } next)
        {
            links.Remove(next);
            aliases.Add(name = NameOf(next.CanonicalName));
        }

        return aliases.ToImmutable();
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
