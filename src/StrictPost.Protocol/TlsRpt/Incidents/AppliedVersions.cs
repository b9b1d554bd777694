using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>What an incident has to do with the version of the policy that senders held.</summary>
internal static class AppliedVersions
{
    /// <summary>A sentence where every sender that applied a policy of MTA-STS applied one that is not today's; else null.</summary>
    public static string? Sentence(Incident incident, IReadOnlyList<FailureDay> rows, IncidentInput input)
    {
        var versions = rows.Where(row => row.Type == PolicyType.Sts).GroupBy(row => row.Version, StringComparer.Ordinal).ToList();
        if (input.Ledger.IsEmpty || versions.Count == 0 || versions.Exists(version => version.Key.Length == 0))
            return null;
        var mx = incident.MxHosts is [var only] && DomainName.TryParse(only, out var host) ? host : null;
        var notes = versions
            .Select(version => PolicyVersionNote.Of(
                input.Policies.GetValueOrDefault(version.Key) ?? new AppliedPolicy(null, version.Key), input.Ledger, mx, version.Min(row => row.Day), input.Today))
            .ToList();
        string applied = incident.State == IncidentState.Open ? "They still applied" : "They applied";
        if (notes is [{ Standing: VersionStanding.Older or VersionStanding.Foreign or VersionStanding.BeforeRecords } note])
            return $"{applied} {note.Text}.";
        return notes.TrueForAll(each => each.Standing == VersionStanding.Older) ? $"{applied} policies that are no longer today's." : null;
    }
}
