using System.Collections.Immutable;
using System.Text;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Changes;

/// <summary>What evidence says about the things that a change rests on. Where it is not certain, that is a gap, never a value.</summary>
public static class ChangeReading
{
    /// <summary>
    /// The bodies that the addresses of a policy host serve, in canonical form where they are policies. An address that this machine has no
    /// route to says nothing, as long as another one does.
    /// </summary>
    public static Seen<string?> Served(PolicyHostEvidence seen)
    {
        if (!seen.Ipv4.IsCertain || !seen.Ipv6.IsCertain)
            return Seen.Nowhere<string?>($"{seen.Host} {(seen.Ipv4.IsCertain ? seen.Ipv6 : seen.Ipv4).Verdict}");
        var looks = seen.Fetches.Select(fetch => (fetch.Address, Outcome: FetchOutcome.Of(fetch, seen.Host))).ToList();
        if (looks.Count == 0)
            return Seen.Everywhere<string?>(null, TimeSpan.Zero);
        var routed = looks.Where(look => look.Outcome is not FetchOutcome.NoRoute).ToList();
        if (routed.Count == 0)
            return Seen.Nowhere<string?>("this machine has no route to any address of it");
        var values = routed.Where(look => Says(look.Outcome)).Select(look => Body(look.Outcome));
        var gaps = routed.Where(look => !Says(look.Outcome)).Select(look => $"{look.Address} {look.Outcome.Verdict}");
        return Seen.Of(values, TimeSpan.Zero, Join(gaps));
    }

    /// <summary>The ids that a zone's servers have. A text that senders cannot use stands for itself: it is not what was published.</summary>
    public static Seen<string?> Record(IReadOnlyCollection<ServerAnswer<TextData>> answers) =>
        Servers(answers, found => IdOf([.. found.Select(text => text.Joined())]));

    /// <summary>The hosts that take mail, as a zone's servers say. Without MX records it is the domain itself (RFC 5321 §5.1).</summary>
    public static Seen<MailHostSet> Mail(DomainName domain, IReadOnlyCollection<ServerAnswer<MxRecord>> answers) =>
        Servers(answers, found => new MailHostSet(MailHosts.Of(domain, [.. found]).Hosts));

    private static Seen<TValue> Servers<TValue, TRecord>(IReadOnlyCollection<ServerAnswer<TRecord>> answers, Func<ImmutableArray<TRecord>, TValue> read)
    {
        var certain = answers.Where(answer => answer is { IsAuthoritative: true, Answer.IsCertain: true }).ToList();
        var answering = certain.Select(answer => answer.Server).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var gaps = answers.Except(certain)
            .Where(answer => answer.Answer.End != LookupEnd.Unreachable || !answering.Contains(answer.Server))
            .Select(Gap);
        if (answers.Count == 0)
            return Seen.Nowhere<TValue>("no server of its zone could be found");
        var life = certain.Select(answer => answer.Answer.TimeToLive).DefaultIfEmpty().Max();
        return Seen.Of(certain.Select(answer => read(answer.Answer.Found)), life, Join(gaps));
    }

    private static string Gap<T>(ServerAnswer<T> answer)
    {
        string server = answer.Address is null ? answer.Server : $"{answer.Server} ({answer.Address})";
        return answer.Answer.IsCertain ? $"{server} does not speak for the zone" : $"{server}: {answer.Answer.Name} {answer.Answer.Verdict}";
    }

    private static string? IdOf(ImmutableArray<string> texts) => StsRecord.Choose(texts) switch
    {
        { Value: { } record } => record.Id,
        _ => texts.FirstOrDefault(text => text.TrimStart().StartsWith("v=STS", StringComparison.OrdinalIgnoreCase)),
    };

    /// <summary>True where an address says for certain what a sender gets: a body, or none.</summary>
    private static bool Says(FetchOutcome outcome) => outcome is FetchOutcome.Fetched or FetchOutcome.WrongStatus { Status: 404 or 410 };

    private static string? Body(FetchOutcome outcome) => outcome is FetchOutcome.Fetched fetched
        ? StsPolicy.Parse(fetched.Body.Span).Value?.ToBody() ?? Encoding.UTF8.GetString(fetched.Body.Span)
        : null;

    private static string? Join(IEnumerable<string> gaps) => string.Join("; ", gaps) is { Length: > 0 } text ? text : null;
}
