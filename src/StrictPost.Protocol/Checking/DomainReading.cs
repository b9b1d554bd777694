using System.Collections.Immutable;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Rules;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Protocol.Checking;

/// <summary>One fetch, and what a sender makes of it.</summary>
public sealed record FetchReading(FetchEvidence Seen, FetchOutcome Outcome);

/// <summary>
/// What evidence means, worked out once for all rules: the record and the policy as a sender reads them, the mail hosts, and
/// what each of them proves.
/// </summary>
public sealed class DomainReading
{
    /// <summary>Reads the evidence.</summary>
    public DomainReading(DomainEvidence evidence, CheckContext context)
    {
        Evidence = evidence;
        Context = context;
        Texts = [.. evidence.Record.Found.Select(text => text.Joined())];
        Record = ReadRecord();
        Fetches = [.. evidence.PolicyHost.Fetches.Select(seen => new FetchReading(seen, FetchOutcome.Of(seen, evidence.PolicyHost.Host)))];
        Body = context.DraftPolicy ?? ServedBody();
        Policy = Body is { } body ? PolicyLint.Judge(body.Span, evidence.Domain) : null;
        TlsRpt = evidence.TlsRpt.End == LookupEnd.Answered
            ? TlsRptRecord.Choose([.. evidence.TlsRpt.Found.Select(text => text.Joined())])
            : null;
        Mail = MailHosts.Of(evidence.Domain, evidence.Mx.Found);
        Hosts = [.. evidence.MailHosts.Select(host => new MailHostReading(host, evidence))];
    }

    /// <summary>What was seen.</summary>
    public DomainEvidence Evidence { get; }

    /// <summary>What the one who asks knows.</summary>
    public CheckContext Context { get; }

    /// <summary>The TXT records at <c>_mta-sts.</c>, each joined.</summary>
    public ImmutableArray<string> Texts { get; }

    /// <summary>The record; null where DNS did not say for certain what there is.</summary>
    public Parsed<StsRecord>? Record { get; }

    /// <summary>What each address of the policy host gave.</summary>
    public ImmutableArray<FetchReading> Fetches { get; }

    /// <summary>
    /// The body to judge: the draft, else what a sender would get, else what came along with a fault in front of it, such as a
    /// bad certificate. Null when nothing came.
    /// </summary>
    public ReadOnlyMemory<byte>? Body { get; }

    /// <summary>That body as a policy, with all findings.</summary>
    public Parsed<StsPolicy>? Policy { get; }

    /// <summary>The reporting record; null when there is no TXT at all, or nobody could say.</summary>
    public Parsed<TlsRptRecord>? TlsRpt { get; }

    /// <summary>Which hosts take the domain's mail.</summary>
    public MailHosts Mail { get; }

    /// <summary>The mail hosts that were looked at.</summary>
    public ImmutableArray<MailHostReading> Hosts { get; }

    /// <summary>True when a sender that fetches now gets a body from at least one address.</summary>
    public bool IsFetchable => Context.DraftPolicy is not null || Fetches.Any(fetch => fetch.Outcome is FetchOutcome.Fetched);

    /// <summary>The policy that a sender new to the domain applies; null without a usable record or policy (RFC 8461 §3.3).</summary>
    public StsPolicy? Applied => Record?.Value is not null && IsFetchable ? Policy?.Value : null;

    private Parsed<StsRecord>? ReadRecord()
    {
        if (Context.DraftRecord is { } draft)
            return StsRecord.Choose([draft]);
        return Evidence.Record.IsCertain ? StsRecord.Choose(Texts) : null;
    }

    private ReadOnlyMemory<byte>? ServedBody()
    {
        var served = Fetches.Select(fetch => fetch.Outcome).OfType<FetchOutcome.Fetched>().FirstOrDefault();
        if (served is not null)
            return served.Body;
        // What stands behind another fault counts only where it is meant as a policy: an error page is no policy with faults.
        return Fetches.Select(fetch => fetch.Seen)
            .FirstOrDefault(seen => seen is { Http: { Status: 200, IsCut: false }, End: null } && StsPolicy.Parse(seen.Http.Body.Span).Value is not null)
            ?.Http?.Body;
    }
}
