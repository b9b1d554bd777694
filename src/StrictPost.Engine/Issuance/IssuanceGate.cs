using System.Net;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Dns;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Issuance;

/// <summary>Looks, before an authority is asked, whether it could say yes: what it would find wrong itself costs us a failure there.</summary>
internal sealed class IssuanceGate(DnsLookups dns, IssuanceSettings settings)
{
    /// <summary>Null when nothing stands in the way.</summary>
    /// <param name="host">The policy host, of an enrolled domain.</param>
    /// <param name="directory">Of the authority to be asked.</param>
    /// <param name="account">Our account there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Setback?> CheckAsync(string host, AcmeDirectory directory, Uri account, CancellationToken cancellationToken) =>
        DomainName.TryParse(host, out var name)
            ? await CheckPlaceAsync(name, cancellationToken) ?? await CheckCaaAsync(name, directory, account, cancellationToken)
            : new Setback(Setback.DnsUnanswered, host, "it is no name that DNS could hold") { IsNoAttempt = true };

    /// <summary>Whether the name leads to us. Where nobody said where we are, that is not ours to judge.</summary>
    private async Task<Setback?> CheckPlaceAsync(DomainName host, CancellationToken cancellationToken)
    {
        if (settings.PolicyHost is null && settings.PolicyAddresses.IsEmpty)
            return null;
        var ipv4 = dns.Ipv4Async(host, cancellationToken);
        var ipv6 = dns.Ipv6Async(host, cancellationToken);
        Lookup<string>[] lookups = [await ipv4, await ipv6];
        if (lookups.Any(LeadsHere))
            return null;
        if (lookups.FirstOrDefault(lookup => !lookup.IsCertain) is { } unsure)
            return new Setback(Setback.DnsUnanswered, host.Ascii, unsure.Verdict) { IsNoAttempt = true };
        string[] found = [.. lookups.SelectMany(lookup => lookup.Aliases.Concat(lookup.Found)).Distinct(StringComparer.Ordinal).Take(5)];
        string wanted = settings.PolicyHost?.Ascii ?? string.Join(", ", settings.PolicyAddresses);
        string instead = found.Length > 0 ? $"points to {string.Join(", ", found)}" : lookups[0].Verdict;
        return new Setback(Setback.NotPointingHere, wanted, instead) { IsNoAttempt = true };
    }

    private bool LeadsHere(Lookup<string> lookup) =>
        lookup.Found.Any(text => IPAddress.TryParse(text, out var address) && settings.PolicyAddresses.Contains(address))
        || (settings.PolicyHost is { } host && lookup.Aliases.Contains(host.Ascii, StringComparer.OrdinalIgnoreCase));

    /// <summary>The CAA records at the closest name above that has any (RFC 8659 §3). An authority that names no identity is not to be foretold.</summary>
    private async Task<Setback?> CheckCaaAsync(DomainName host, AcmeDirectory directory, Uri account, CancellationToken cancellationToken)
    {
        if (directory.CaaIdentities.IsEmpty)
            return null;
        string method = settings.Challenge == ChallengeType.Http01 ? "http-01" : "tls-alpn-01";
        string[] labels = host.Ascii.Split('.');
        for (int start = 0; start < labels.Length; start++)
        {
            if (!DomainName.TryParse(string.Join('.', labels[start..]), out var name))
                break;
            var lookup = await dns.CaaAsync(name, cancellationToken);
            if (!lookup.IsCertain)
                return new Setback(Setback.DnsUnanswered, name.Ascii, lookup.Verdict) { IsNoAttempt = true };
            if (lookup.Found.IsEmpty)
                continue;
            return CaaRules.Objection(lookup.Found, directory.CaaIdentities, account, method) is { } objection
                ? new Setback(Setback.CaaForbids, directory.CaaIdentities[0], $"the CAA records of {name.Ascii} {objection}") { IsNoAttempt = true }
                : null;
        }

        return null;
    }
}
