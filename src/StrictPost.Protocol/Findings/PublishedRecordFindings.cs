using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with the record as DNS publishes it, beyond its text.</summary>
internal static class PublishedRecordFindings
{
    private const string Rfc = "RFC 8461 §8.1";

    public static readonly FindingKind TtlLong = new("record-ttl-long", Warning, Rfc)
    {
        Message = "The record at {host} may be kept for {value} (its TTL).",
        Fix = "Lower the TTL of the record to an hour, or a day at most.",
        Why = "Senders learn of a changed policy by the record's new id. As long as a resolver may keep the old record, they do not even "
            + "look. With a TTL of more than a day each change of mail hosts needs that much more waiting.",
    };

    public static readonly FindingKind IdForOtherBody = new("record-id-for-other-body", Warning, Rfc)
    {
        Message = "The id {value} in the record was made for another policy than the one that is served.",
        Fix = "Publish the id that belongs to the policy served, or serve the policy that belongs to the id.",
        Why = "StrictPost writes ids whose last five digits are taken from the policy. Here they do not fit, so the file was changed "
            + "without the record, or the record without the file. Senders that hold the policy fetch it again only when the id "
            + "changes: until then they may go by the old file.",
    };

    public static readonly FindingKind Disagree = new("authoritative-disagree", Error, "RFC 1034 §4.3.5")
    {
        Message = "The servers of the zone disagree about {host}: {detail}.",
        Fix = "Bring all servers in the NS records to the same version of the zone.",
        Why = "Which record a sender sees depends on the server that its resolver happens to ask, so some senders see no record, or an old "
            + "id. It passes by itself within minutes after a change; when it stays, a secondary server no longer gets updates.",
    };

    public static readonly FindingKind Lame = new("authoritative-lame", Warning, "RFC 1034 §4.2.2")
    {
        Message = "The DNS server {host} ({value}) does not serve the zone, though an NS record names it.",
        Fix = "Remove the server from the NS records, or set the zone up on it.",
        Why = "A resolver that asks this server gets no answer and must ask another, which makes mail slower; when the others are down, "
            + "there is no record at all.",
    };

    public static readonly FindingKind Unreachable = new("authoritative-unreachable", Warning, "RFC 1034 §4.1")
    {
        Message = "The DNS server {host} ({value}) does not answer.",
        Fix = "See that the server is up and reachable on UDP and TCP port 53, and that its name has an address; or remove it from the NS records.",
        Why = "Resolvers wait for this server in vain before they ask another. When it is the last one left, the domain is gone for senders.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } = [TtlLong, IdForOtherBody, Disagree, Lame, Unreachable];
}
