using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Rules.World;

/// <summary>What the servers of the zone say, one by one (RFC 1034 §4.2.2 and §4.3.5).</summary>
internal static class AuthoritativeRules
{
    public static IEnumerable<Finding> Disagree(DomainReading reading)
    {
        var certain = reading.Evidence.Authoritative.Where(server => server is { IsAuthoritative: true, Record.IsCertain: true }).ToList();
        var answers = certain
            .Where(server => !SaysLess(server, certain))
            .GroupBy(Says, server => server.Server, StringComparer.Ordinal)
            .Select(servers => $"{string.Join(" and ", servers.Distinct(StringComparer.Ordinal))} has {servers.Key}")
            .ToList();
        if (answers.Count > 1)
            yield return PublishedRecordFindings.Disagree.On(reading.Evidence.Record.Name, detail: string.Join("; ", answers));
    }

    public static IEnumerable<Finding> Lame(DomainReading reading) => ByServer(reading, PublishedRecordFindings.Lame, IsLame);

    public static IEnumerable<Finding> Unreachable(DomainReading reading) => ByServer(reading, PublishedRecordFindings.Unreachable, IsSilent);

    private static IEnumerable<Finding> ByServer(DomainReading reading, FindingKind kind, Func<AuthoritativeEvidence, bool> which) =>
        reading.Evidence.Authoritative
            .Where(which)
            .GroupBy(server => server.Server, server => server.Address ?? server.Record.Detail ?? "no address", StringComparer.Ordinal)
            .Select(addresses => kind.On(addresses.Key, string.Join(", ", addresses)));

    private static bool IsSilent(AuthoritativeEvidence server) =>
        server.Address is null || server.Record.End is LookupEnd.TimedOut or LookupEnd.Unreachable;

    private static bool IsLame(AuthoritativeEvidence server) => !IsSilent(server)
        && (!server.IsAuthoritative || server.Record.End is LookupEnd.Refused or LookupEnd.ServerFailure or LookupEnd.Malformed);

    /// <summary>
    /// An alias into a zone that a server does not hold is all that the server can say (RFC 1034 §4.3.2); one that holds that zone, too,
    /// says more and the same.
    /// </summary>
    private static bool SaysLess(AuthoritativeEvidence server, IEnumerable<AuthoritativeEvidence> all) =>
        EndsAtAlias(server) && all.Any(other => !EndsAtAlias(other) && other.Record.Aliases.Contains(server.Record.FinalName, StringComparer.OrdinalIgnoreCase));

    private static bool EndsAtAlias(AuthoritativeEvidence server) => server.Record is { End: LookupEnd.NoData, Aliases.IsEmpty: false };

    private static string Says(AuthoritativeEvidence server) => EndsAtAlias(server)
        ? $"an alias of {server.Record.FinalName.ToLowerInvariant()}"
        : server.Record.Found.IsEmpty ? "no record" : string.Join(" and ", server.Record.Found.Select(text => $"`{text.Joined()}`").Order(StringComparer.Ordinal));
}
