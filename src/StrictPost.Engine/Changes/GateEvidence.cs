using StrictPost.Engine.Dns;
using StrictPost.Engine.Probing;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Changes.Gate;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Changes;

/// <summary>Gathers what the gate rests on: a check of every mail host now, and reports out of the store. Safe for use by many callers at once.</summary>
public sealed class GateEvidence(Database database, DnsLookups dns, ObserveSettings settings, CheckContext context)
{
    /// <summary>How far back reports are read, in days, where not more are asked for: some domains get mail on few days.</summary>
    private const int LookBack = 120;

    /// <summary>What the gate says.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<GateResult?> AskAsync(DomainName domain, GateQuestion question, CancellationToken cancellationToken)
    {
        var check = CheckAsync(domain, cancellationToken);
        var input = await ReportsAsync(database, domain, question, cancellationToken);
        return PromotionGate.Judge(input with { Check = await check });
    }

    /// <summary>What reports say, without a check.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    internal static async Task<GateInput> ReportsAsync(Database database, DomainName domain, GateQuestion question, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime);
        var from = today.AddDays(-Math.Max(LookBack, 2 * question.Terms.Days));
        var query = new ReportSummaryQuery(database);
        return new GateInput
        {
            Domain = domain,
            Proposed = question.Proposed,
            Version = AppliedPolicy.VersionOf(question.Tested),
            Terms = question.Terms,
            Today = today,
            Days = await query.PolicyDaysAsync(domain, from, today, cancellationToken),
            Failures = [.. (await query.FailuresAsync(domain, from, today, cancellationToken)).Select(row => new TrustedFailure(row.Failure, row.Trust))],
        };
    }

    private async Task<CheckResult> CheckAsync(DomainName domain, CancellationToken cancellationToken)
    {
        await using var observer = new DomainObserver(dns, settings with { SkipSmtp = false }, database.Time);
        return DomainCheck.Judge(await observer.ObserveAsync(domain, cancellationToken), context);
    }
}
