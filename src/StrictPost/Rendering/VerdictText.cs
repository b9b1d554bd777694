using StrictPost.Protocol.Checking;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Smtp;

namespace StrictPost.Rendering;

/// <summary>A verdict in a plain sentence: what happens to mail now. Safe to print once escaped.</summary>
internal static class VerdictText
{
    /// <summary>Such as <c>mail at risk</c>.</summary>
    public static string Title(Verdict verdict) => verdict switch
    {
        Verdict.Protected => "protected",
        Verdict.TestingOnly => "protected in testing only",
        Verdict.NotProtected => "not protected",
        Verdict.MailAtRisk => "mail at risk",
        _ => "undetermined",
    };

    /// <summary>How good that is.</summary>
    public static Mark MarkOf(Verdict verdict) => verdict switch
    {
        Verdict.Protected => Mark.Good,
        Verdict.TestingOnly => Mark.Doubtful,
        Verdict.Undetermined => Mark.Unknown,
        _ => Mark.Bad,
    };

    /// <summary>What happens to mail now.</summary>
    public static string Sentence(CheckResult result) => result.Reading.Mail.TakesNoMail && result.Verdict != Verdict.MailAtRisk
        ? "The domain takes no mail, so there is nothing to protect."
        : result.Verdict switch
        {
            Verdict.Protected => Protected(result),
            Verdict.TestingOnly => Testing(result),
            Verdict.NotProtected => $"Mail flows, but senders deliver to whoever answers: {NoPolicy(result.Reading)}.",
            Verdict.MailAtRisk => AtRisk(result),
            _ => Undetermined(result),
        };

    private static string Protected(CheckResult result) => result.Reading.Evidence.SmtpIsSkipped
        ? "The policy is enforced and covers what it should; whether the mail hosts prove themselves was not looked at."
        : $"Mail flows: senders that honour MTA-STS deliver only to proven hosts, and {Hosts(result.MailHosts.Length)}.";

    private static string Hosts(int count) => count == 1 ? "the mail host passes" : $"all {count} mail hosts pass";

    private static string Testing(CheckResult result)
    {
        var policy = result.Reading.Applied! with { Mode = PolicyMode.Enforce };
        var refused = result.MailHosts
            .Where(host => SenderDecision.Of(SenderProfile.HonoursMtaSts, policy, host.Host.Facts).Delivery == Delivery.Refuse)
            .Select(host => host.Host.Seen.Host.Ascii)
            .ToList();
        string later = refused.Count == 0 ? "" : $" Do not enforce it yet: senders would then refuse {List(refused)}.";
        return $"Mail flows and nothing is enforced: senders deliver to whoever answers, and only report what fails.{later}";
    }

    private static string AtRisk(CheckResult result)
    {
        var clauses = Enum.GetValues<SenderProfile>()
            .Select(profile => (Profile: profile, Hosts: Refused(result, profile)))
            .Where(group => group.Hosts.Count > 0)
            .GroupBy(group => string.Join(' ', group.Hosts), StringComparer.Ordinal)
            .Select(group => $"Senders that {string.Join(" or ", group.Select(one => Plural(one.Profile)))} {Refuse(group.First().Hosts, result)}.");
        return string.Join(" ", clauses.DefaultIfEmpty("No mail can be delivered: no mail host of the domain takes any."));
    }

    private static string Refuse(List<string> hosts, CheckResult result) => hosts.Count == result.MailHosts.Length
        ? $"deliver no mail to this domain: they refuse {(hosts.Count == 1 ? "its only mail host" : $"all {hosts.Count} mail hosts")}"
        : $"refuse {List(hosts)}, and use the others";

    private static List<string> Refused(CheckResult result, SenderProfile profile) => [.. result.MailHosts
        .Where(host => host.Decisions.Any(decision => decision.Profile == profile && decision.Delivery == Delivery.Refuse))
        .Select(host => host.Host.Seen.Host.Ascii)];

    private static string Plural(SenderProfile profile) => profile switch
    {
        SenderProfile.HonoursMtaSts => "honour MTA-STS",
        SenderProfile.PrefersDane => "prefer DANE",
        _ => "ignore both",
    };

    private static string Undetermined(CheckResult result)
    {
        if (result.Reading.Record is null)
            return "It could not be seen whether there is a policy: the record could not be looked up.";
        return result.Reading.Evidence.Mx.IsCertain
            ? "The policy is enforced, but not every mail host could be asked from here."
            : "It could not be seen which hosts take the domain's mail.";
    }

    private static string NoPolicy(DomainReading reading)
    {
        if (reading.Record?.Value is null)
            return reading.Texts.IsEmpty && reading.Context.DraftRecord is null ? "the domain has no MTA-STS record" : "the domain has no usable MTA-STS record";
        if (!reading.IsFetchable)
            return "there is a record, but no policy can be fetched";
        return reading.Policy?.Value is null ? "what is served is no usable policy" : "the policy's mode is none";
    }

    private static string List(List<string> hosts) => hosts.Count == 1 ? hosts[0] : $"{string.Join(", ", hosts[..^1])} and {hosts[^1]}";
}
