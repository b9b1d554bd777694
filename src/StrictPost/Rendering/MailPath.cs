using System.Collections.Immutable;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Smtp;

namespace StrictPost.Rendering;

/// <summary>The mail hosts, as a station.</summary>
internal static class MailPath
{
    public static PathNode Of(CheckResult result)
    {
        var reading = result.Reading;
        ImmutableArray<PathNode> hosts = [.. result.MailHosts.Select(host => Host(host, result))];
        var own = reading.Evidence.Mx.IsCertain ? Mark.Good : Mark.Unknown;
        var mark = hosts.Select(host => host.Mark).Append(own).Max();
        return new PathNode(mark, $"mail hosts: MX {reading.Evidence.Mx.Name}", [.. Facts(reading)], hosts);
    }

    private static IEnumerable<string> Facts(DomainReading reading)
    {
        if (!reading.Evidence.Mx.IsCertain)
            yield return reading.Evidence.Mx.Verdict;
        else if (reading.Mail.TakesNoMail)
            yield return "the domain takes no mail (null MX)";
        else if (reading.Mail.IsImplicit)
            yield return "no MX record, so mail goes to the domain itself";
        foreach (string unusable in reading.Mail.Unusable)
            yield return $"`{unusable}` is no host name";
        if (reading.Evidence.SmtpIsSkipped)
            yield return "SMTP was left out on request";
    }

    private static PathNode Host(MailHostResult result, CheckResult whole)
    {
        var host = result.Host.Seen;
        var mark = result.Decisions.Select(Of).Max().Or(Marks.Of(whole.Findings.Where(finding => finding.Host == host.Host.Ascii)));
        string title = Preference(host, whole.Reading) is { } preference ? $"{preference} {host.Host}" : $"{host.Host}";
        return new PathNode(
            mark, title, [.. Facts(result, whole.Reading)], [.. result.Host.Probes.Select(probe => Address(probe, whole.Reading.Evidence.At))]);
    }

    /// <summary>The host's preference as its MX record has it; null for the implicit MX.</summary>
    public static int? Preference(MailHostEvidence host, DomainReading reading)
    {
        var records = reading.Evidence.Mx.Found.Where(mx => mx.Exchange.TrimEnd('.').Equals(host.Host.Ascii, StringComparison.OrdinalIgnoreCase)).ToList();
        return records.Count == 0 ? null : records.Min(mx => mx.Preference);
    }

    private static IEnumerable<string> Facts(MailHostResult result, DomainReading reading)
    {
        var host = result.Host.Seen;
        if (reading.Policy?.Value is { } policy)
        {
            var pattern = policy.Mx.FirstOrDefault(pattern => pattern.Matches(host.Host));
            yield return pattern is null ? "no mx of the policy covers it" : $"covered by mx {pattern}";
        }

        if (result.Host.Probes.IsEmpty && !(host.Ipv4.Found.IsEmpty && host.Ipv6.Found.IsEmpty))
            yield return string.Join(", ", host.Ipv4.Found.Concat(host.Ipv6.Found));
        foreach (string fact in WorldFacts.Aliases(host.Ipv4).Concat(WorldFacts.Gaps(host.Ipv4, host.Ipv6)))
            yield return fact;
        yield return $"DANE: {DecisionText.Of(result.Host.Facts.Dane)}{Records(host.Tlsa)}";
        foreach (var decision in result.Decisions)
            yield return $"a sender that {DecisionText.Of(decision.Profile)}: {DecisionText.Of(decision)}";
    }

    private static string Records(Lookup<TlsaRecord> tlsa) => tlsa.Found.Length switch
    {
        0 => "",
        1 => " (1 TLSA record)",
        var count => $" ({count} TLSA records)",
    };

    private static PathNode Address(SmtpReading probe, DateTimeOffset now) => new(
        probe.Channel switch
        {
            ChannelState.Proven => Mark.Good,
            ChannelState.Unproven or ChannelState.Cleartext => Mark.Bad,
            _ => Mark.Unknown,
        },
        probe.Seen.Address,
        [.. Facts(probe, now)],
        []);

    private static IEnumerable<string> Facts(SmtpReading probe, DateTimeOffset now)
    {
        if (probe.Seen.End is { } end)
            yield return WorldFacts.Words(end);
        else if (!probe.Seen.OffersStartTls)
            yield return "offers no STARTTLS";
        if (probe.Seen.Tls is not { } tls)
            yield break;
        yield return string.Join(", ", WorldFacts.Session(tls, now).Take(1).Prepend("STARTTLS"));
        yield return WorldFacts.Session(tls, now).Last();
        if (!probe.Faults.IsEmpty)
            yield return $"the certificate {string.Join(" and ", probe.Faults.Select(WorldFacts.Words))}";
    }

    private static Mark Of(HostDecision decision) => decision.Delivery switch
    {
        Delivery.Refuse => Mark.Bad,
        Delivery.Unknown => Mark.Unknown,
        _ => Mark.Good,
    };
}
