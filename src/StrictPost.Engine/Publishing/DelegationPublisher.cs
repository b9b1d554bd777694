using System.Collections.Immutable;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Engine.Publishing;

/// <summary>
/// Keeps the names in a zone of ours that delegated domains lead to. The domain's record itself is not published here: a change does that
/// when its policy is served, as with any other domain.
/// </summary>
/// <param name="zones">Changes the zone.</param>
/// <param name="zone">The zone.</param>
/// <param name="location">Where policies are served.</param>
/// <param name="ttl">Of all records, in seconds.</param>
public sealed class DelegationPublisher(ZonePublisher zones, DomainName zone, PolicyHostLocation location, int ttl)
{
    private const string StsVersion = "v=STSv1";
    private const string TlsRptVersion = "v=TLSRPTv1";

    /// <summary>Makes a domain's names lead to its policy, and reports to where they are wanted. Can be done again at any time.</summary>
    /// <param name="domain">The mail domain.</param>
    /// <param name="reports">The record for TLS reports; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What went wrong first, or whether anything had to be done.</returns>
    public Task<PublishOutcome> EnrolAsync(DomainName domain, TlsRptRecord? reports, CancellationToken cancellationToken)
    {
        var names = DelegationNames.Of(domain, zone);
        return InOrderAsync(
            () => zones.PublishAsync(new HostEdit(names.PolicyHost, location, ttl), cancellationToken),
            () => zones.PublishAsync(Text(names.Reports, reports?.Text, TlsRptVersion), cancellationToken));
    }

    /// <summary>Takes all that a domain has in the zone away: the record before the host that it leads to.</summary>
    public Task<PublishOutcome> WithdrawAsync(DomainName domain, CancellationToken cancellationToken)
    {
        var names = DelegationNames.Of(domain, zone);
        return InOrderAsync(
            () => zones.PublishAsync(Text(names.Record, null, StsVersion), cancellationToken),
            () => zones.PublishAsync(Text(names.Reports, null, TlsRptVersion), cancellationToken),
            () => zones.PublishAsync(new HostEdit(names.PolicyHost, null, ttl), cancellationToken));
    }

    private TextEdit Text(DomainName name, string? text, string version) =>
        new(name, text, ttl, found => found is null || found.StartsWith(version, StringComparison.Ordinal));

    private static async Task<PublishOutcome> InOrderAsync(params ImmutableArray<Func<Task<PublishOutcome>>> steps)
    {
        PublishOutcome sum = new PublishOutcome.Unchanged();
        foreach (var step in steps)
        {
            var outcome = await step();
            if (outcome is not (PublishOutcome.Done or PublishOutcome.Unchanged))
                return outcome;
            sum = outcome is PublishOutcome.Done ? outcome : sum;
        }

        return sum;
    }
}
