using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Changes;

/// <summary>A domain at rest: an enforced policy that names one host, announced, with an hour of TTL; and what can be otherwise.</summary>
internal static class ChangeScene
{
    public const string OldId = "2026010100000011111";

    public static readonly DateTimeOffset Start = new(2026, 5, 3, 12, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Ttl = TimeSpan.FromHours(1);

    public static readonly MailHostSet OldHosts = Hosts("mx1.example.org");

    public static readonly MailHostSet NewHosts = Hosts("mx9.example.net");

    public static StsPolicy Policy(PolicyMode mode, params string[] mx) =>
        new() { Mode = mode, MaxAge = 604_800, Mx = [.. mx.Select(pattern => MxPattern.Parse(pattern).Value!)] };

    public static MailHostSet Hosts(params string[] names) => new(names.Select(name => DomainName.Parse(name).Value!));

    /// <summary>What is seen where this policy is served and announced.</summary>
    public static ChangeFacts Facts(StsPolicy policy) => new()
    {
        Now = Start,
        Served = Seen.Everywhere<string?>(policy.ToBody(), TimeSpan.Zero),
        Record = Seen.Everywhere<string?>(OldId, Ttl),
        Mail = Seen.Everywhere(OldHosts, Ttl),
        Ledger = [Body(policy, BodyStanding.Current)],
        Hosted = new HostedPolicy(policy.ToBody(), OldId),
    };

    public static ServedBody Body(StsPolicy policy, BodyStanding standing) =>
        new(OldId, policy, Start.AddDays(-30), standing) { Hash = "", Size = 0, LastServed = Start };

    public static ChangeBasis Basis(StsPolicy? policy, ChangeFacts facts) =>
        new() { Domain = DomainName.Parse("example.org").Value!, Policy = policy, Facts = facts };

    public static Change Plan(ChangeRequest request, StsPolicy policy) => ChangePlanner.Plan(request, Basis(policy, Facts(policy))).Value!;

    /// <summary>The facts some time later, with this policy hosted and served everywhere.</summary>
    public static ChangeFacts Serving(this ChangeFacts facts, StsPolicy policy, string id, TimeSpan later) => facts with
    {
        Now = facts.Now + later,
        Served = Seen.Everywhere<string?>(policy.ToBody(), TimeSpan.Zero),
        Hosted = new HostedPolicy(policy.ToBody(), id),
    };

    public static string Codes(StepOutcome? outcome) => string.Join(' ', outcome switch
    {
        StepOutcome.Wait wait => wait.Why.Select(finding => finding.Code),
        StepOutcome.Blocked blocked => blocked.Why.Select(finding => finding.Code),
        _ => [],
    });
}
