using System.Collections.Immutable;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;

namespace StrictPost.Rendering;

/// <summary>One step of a sender's decision. Its text holds what came from outside: escape it on the way out.</summary>
internal sealed record ExplainedStep(Mark Mark, string Text, string Rfc);

/// <summary>A sender's decision step by step, for one that meets the domain for the first time.</summary>
internal static class Explanation
{
    public static ImmutableArray<ExplainedStep> Of(CheckResult result) =>
        [.. Record(result.Reading), .. Policy(result.Reading), .. Mail(result.Reading), .. result.MailHosts.SelectMany(host => Host(host, result.Reading))];

    private static IEnumerable<ExplainedStep> Record(DomainReading reading)
    {
        const string section = "RFC 8461 §3.1";
        var lookup = reading.Evidence.Record;
        string found = reading.Context.DraftRecord is { } draft
            ? $"your draft \"{draft}\""
            : lookup.End == LookupEnd.Answered ? string.Join(" ", reading.Texts.Select(text => $"\"{text}\"")) : $"it {lookup.Verdict}";
        yield return new ExplainedStep(lookup.IsCertain ? Mark.Good : Mark.Unknown, $"Look up TXT at {lookup.Name}: {found}", section);
        yield return reading.Record switch
        {
            { Value: { } record } => new(Mark.Good, $"Exactly one of them is a record. Its id is {record.Id}, which this sender does not know yet, so it fetches the policy.", section),
            null => new(Mark.Unknown, "Whether there is a record is not known. The sender goes on without a policy, or with the one it holds.", section),
            _ => new(Mark.Bad, "None of them is a usable record, so no policy is fetched. A sender that holds an older policy keeps it until its max_age is over.", section),
        };
    }

    private static IEnumerable<ExplainedStep> Policy(DomainReading reading)
    {
        var host = reading.Evidence.PolicyHost;
        if (reading.Record?.Value is null)
            yield break;
        string addresses = string.Join(", ", host.Ipv4.Found.Concat(host.Ipv6.Found));
        yield return addresses.Length > 0
            ? new ExplainedStep(Mark.Good, $"Look up the addresses of {host.Host}: {addresses}", "RFC 8461 §3.3")
            : new ExplainedStep(Mark.Bad, $"Look up the addresses of {host.Host}: {string.Join("; ", WorldFacts.Gaps(host.Ipv4, host.Ipv6))}", "RFC 8461 §3.3");
        foreach (var fetch in reading.Fetches)
        {
            var mark = fetch.Outcome is FetchOutcome.Fetched ? Mark.Good : fetch.Outcome is FetchOutcome.NoRoute ? Mark.Unknown : Mark.Bad;
            yield return new ExplainedStep(mark, $"Fetch https://{host.Host}{StsPolicy.Path} from {fetch.Seen.Address}: it {fetch.Outcome.Verdict}", "RFC 8461 §3.3");
        }

        if (reading.IsFetchable)
            yield return Read(reading);
        yield return reading.Applied is { } policy
            ? new ExplainedStep(Mark.Good, $"The policy applies for {Duration.InWords(policy.MaxAge)} from now, or until the record shows another id.", "RFC 8461 §3.2")
            : new ExplainedStep(Mark.Bad, "No policy applies: the sender delivers as if there were no MTA-STS.", "RFC 8461 §3.3");
    }

    private static ExplainedStep Read(DomainReading reading) => reading.Policy?.Value is { } policy
        ? new(Mark.Good, $"Read the {(reading.Context.DraftPolicy is null ? "" : "draft of the ")}policy: mode {policy.Mode.ToText()}, max_age {policy.MaxAge}, mx {(policy.Mx.IsEmpty ? "none" : string.Join(", ", policy.Mx))}", "RFC 8461 §3.2")
        : new(Mark.Bad, $"Read the policy: {reading.Policy?.Findings.FirstOrDefault(finding => finding.Kind.Breaks)?.Message ?? "it is none."}", "RFC 8461 §3.2");

    private static IEnumerable<ExplainedStep> Mail(DomainReading reading)
    {
        const string section = "RFC 5321 §5.1";
        var mx = reading.Evidence.Mx;
        if (!mx.IsCertain)
            yield return new ExplainedStep(Mark.Unknown, $"Look up MX of {mx.Name}: it {mx.Verdict}", section);
        else if (reading.Mail.TakesNoMail)
            yield return new ExplainedStep(Mark.Good, $"Look up MX of {mx.Name}: the null MX, so the mail is returned at once.", "RFC 7505 §3");
        else if (reading.Mail.IsImplicit)
            yield return new ExplainedStep(Mark.Doubtful, $"Look up MX of {mx.Name}: none, so mail goes to {mx.Name} itself.", section);
        else
            yield return new ExplainedStep(Mark.Good, $"Look up MX of {mx.Name}: {string.Join(", ", mx.Found.OrderBy(record => record.Preference).Select(record => $"{record.Preference} {record.Exchange}"))}", section);
    }

    private static IEnumerable<ExplainedStep> Host(MailHostResult result, DomainReading reading)
    {
        var host = result.Host.Seen.Host;
        if (reading.Applied is { Mode: not PolicyMode.None } policy)
        {
            var pattern = policy.Mx.FirstOrDefault(pattern => pattern.Matches(host));
            yield return pattern is null
                ? new ExplainedStep(Mark.Bad, $"{host}: no mx of the policy covers it.", "RFC 8461 §4.1")
                : new ExplainedStep(Mark.Good, $"{host}: the mx {pattern} covers it.", "RFC 8461 §4.1");
        }

        yield return new ExplainedStep(
            result.Host.Facts.Dane switch { DaneState.Absent or DaneState.Passed => Mark.Good, DaneState.Unknown => Mark.Unknown, _ => Mark.Bad },
            $"{host}: look up TLSA at {result.Host.Seen.Tlsa.Name}: DANE {DecisionText.Of(result.Host.Facts.Dane)}.", "RFC 7672 §2.2");
        yield return Channel(result.Host);
        foreach (var decision in result.Decisions)
            yield return Decision(host, decision);
    }

    private static ExplainedStep Channel(MailHostReading host) => host.Facts.Channel switch
    {
        ChannelState.Proven => new(Mark.Good, $"{host.Seen.Host}: connect, STARTTLS: TLS with a certificate that proves the host.", "RFC 8461 §4.2"),
        ChannelState.Unproven => new(Mark.Bad, $"{host.Seen.Host}: connect, STARTTLS: TLS, but the certificate {Faults(host)}.", "RFC 8461 §4.2"),
        ChannelState.Cleartext => new(Mark.Bad, $"{host.Seen.Host}: connect: no TLS is to be had.", "RFC 3207 §4"),
        _ => new(Mark.Unknown, $"{host.Seen.Host}: it could not be asked from here.", "RFC 8461 §4.2"),
    };

    private static string Faults(MailHostReading host) =>
        string.Join(" and ", host.Probes.SelectMany(probe => probe.Faults).Distinct().Select(WorldFacts.Words));

    private static ExplainedStep Decision(DomainName host, HostDecision decision) => new(
        decision.Delivery switch { Delivery.Deliver => Mark.Good, Delivery.DeliverUnprotected => Mark.Doubtful, Delivery.Refuse => Mark.Bad, _ => Mark.Unknown },
        $"{host}: a sender that {DecisionText.Of(decision.Profile)} {Does(decision)}.",
        Section(decision));

    private static string Does(HostDecision decision) => decision.Delivery == Delivery.Unknown
        ? $"cannot be foretold: {DecisionText.Of(decision.Reason)}"
        : $"{DecisionText.Of(decision.Delivery)}: {DecisionText.Of(decision.Reason)}";

    private static string Section(HostDecision decision) => decision.Reason switch
    {
        DeliveryReason.DaneLookupFailed => "RFC 7672 §2.1.2",
        DeliveryReason.DanePassed or DeliveryReason.DaneFailed => "RFC 7672 §2.2, RFC 8461 §2",
        DeliveryReason.NotCovered => "RFC 8461 §4.1, §5",
        DeliveryReason.NotProven or DeliveryReason.NoTls => "RFC 8461 §4.2, §5",
        DeliveryReason.DoesNotLook => "RFC 5321 §5.1",
        _ => "RFC 8461 §5",
    };
}
