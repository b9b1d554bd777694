using System.Collections.Immutable;
using StrictPost.CommandLine;
using StrictPost.Engine.Dns;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;

namespace StrictPost.Site;

/// <summary>The patterns of a policy that covers exactly the mail hosts that DNS names now.</summary>
internal static class MxFromDns
{
    /// <summary>One pattern for each host, in the order in which senders try them.</summary>
    /// <exception cref="Refusal">DNS cannot say, or the domain takes no mail.</exception>
    public static async Task<ImmutableArray<MxPattern>> OfAsync(
        DnsLookups dns, DomainName domain, Terminal terminal, CancellationToken cancellationToken)
    {
        var outcome = await dns.MxAsync(domain, cancellationToken);
        if (outcome.End == LookupEnd.NoSuchName)
            throw new Refusal($"{domain} {outcome.Verdict}.", "Check the spelling, or name the mail hosts with --mx.", ExitCode.Findings);
        if (!outcome.IsCertain)
        {
            throw new Refusal(
                $"The MX records of {domain} are not known: {domain} {outcome.Verdict}.", "Try again, or name the mail hosts with --mx.", ExitCode.Undetermined);
        }

        var hosts = MailHosts.Of(domain, outcome.Found);
        if (hosts.TakesNoMail)
        {
            throw new Refusal(
                $"{domain} takes no mail: its only MX record is `.` (RFC 7505).", "A domain that takes no mail needs no policy.", ExitCode.Findings);
        }
        foreach (string unusable in hosts.Unusable)
            await terminal.Error.WriteLineAsync($"note: The MX record `{Printable.Escape(unusable)}` names no host, and is left out.");
        if (hosts.IsImplicit)
            await terminal.Error.WriteLineAsync($"note: {domain} has no MX record, so senders deliver to {domain} itself.");
        return hosts.Hosts.Count > 0
            ? [.. hosts.Hosts.Select(host => Refusal.ValueOf(MxPattern.Parse(host.Ascii)))]
            : throw new Refusal($"No MX record of {domain} names a host.", "Mend the MX records, or name the mail hosts with --mx.", ExitCode.Findings);
    }
}
