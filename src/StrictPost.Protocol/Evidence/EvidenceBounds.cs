using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Evidence;

/// <summary>What no observer writes, and no rule has to expect.</summary>
internal static class EvidenceBounds
{
    private const int MostMailHosts = 20;
    private const int MostAddresses = 32;
    private const int MostFound = 100;
    private const int MostCertificates = 10;

    /// <summary>The first thing that contradicts itself or the model's limits, or null.</summary>
    public static EvidenceFault? Check(EvidenceDocument document)
    {
        var seen = document.Evidence;
        return new[]
            {
                Time(seen.At, "at"),
                (seen.Domain.Child(StsPolicy.HostLabel) ?? seen.Domain) == seen.PolicyHost.Host ? null : Fault("policyHost.host", $"The policy host should be {StsPolicy.HostLabel}.{seen.Domain}."),
                Most(seen.MailHosts.Length, MostMailHosts, "mailHosts"),
                seen.Mx.Found.Any(mx => mx.Exchange is null) ? Fault("mx.found", "An MX record has no `exchange`.") : null,
            }
            .Concat(Lookups(seen))
            .Concat(Fetches(seen.PolicyHost))
            .Concat(seen.MailHosts.SelectMany((host, i) => Probes(host, $"mailHosts[{i}]")))
            .FirstOrDefault(fault => fault is not null);
    }

    private static IEnumerable<EvidenceFault?> Lookups(DomainEvidence seen)
    {
        yield return Lookup(seen.Record, "record");
        yield return Lookup(seen.TlsRpt, "tlsRpt");
        yield return Lookup(seen.Mx, "mx");
        yield return Lookup(seen.PolicyHost.Ipv4, "policyHost.ipv4");
        yield return Lookup(seen.PolicyHost.Ipv6, "policyHost.ipv6");
        for (int i = 0; i < seen.MailHosts.Length; i++)
        {
            yield return Lookup(seen.MailHosts[i].Ipv4, $"mailHosts[{i}].ipv4");
            yield return Lookup(seen.MailHosts[i].Ipv6, $"mailHosts[{i}].ipv6");
            yield return Lookup(seen.MailHosts[i].Tlsa, $"mailHosts[{i}].tlsa");
        }

        for (int i = 0; i < seen.Authoritative.Length; i++)
            yield return Lookup(seen.Authoritative[i].Record, $"authoritative[{i}].record");
    }

    private static EvidenceFault? Lookup<T>(Lookup<T> lookup, string path)
    {
        if (lookup.Found.IsEmpty == (lookup.End == LookupEnd.Answered))
            return Fault(path, "A lookup has something in `found` exactly when its `end` is `answered`.");
        return Most(lookup.Found.Length, MostFound, $"{path}.found") ?? Most(lookup.Aliases.Length, MostFound, $"{path}.aliases");
    }

    private static IEnumerable<EvidenceFault?> Fetches(PolicyHostEvidence host)
    {
        foreach (var (fetch, path) in host.Fetches.Select((fetch, i) => (fetch, $"policyHost.fetches[{i}]"))
            .Concat(host.WithoutUserAgent.Select((fetch, i) => (fetch, $"policyHost.withoutUserAgent[{i}]"))))
        {
            yield return Time(fetch.At, $"{path}.at");
            yield return Certificates(fetch.Tls, path);
            if (fetch.Http is not { } http)
                continue;
            yield return http.Status is >= 100 and <= 999 ? null : Fault($"{path}.http.status", "A status has three digits.");
            yield return http.Body.Length <= StsPolicy.MaxBodyBytes ? null : Fault($"{path}.http.body", $"A body has at most {StsPolicy.MaxBodyBytes} bytes.");
            yield return Most(http.Fields.Length, HttpEvidence.MostFields, $"{path}.http.fields");
        }

        yield return Most(host.Fetches.Length, MostAddresses, "policyHost.fetches");
    }

    private static IEnumerable<EvidenceFault?> Probes(MailHostEvidence host, string path)
    {
        yield return Most(host.Probes.Length, MostAddresses, $"{path}.probes");
        for (int i = 0; i < host.Probes.Length; i++)
        {
            yield return Time(host.Probes[i].At, $"{path}.probes[{i}].at");
            yield return Certificates(host.Probes[i].Tls, $"{path}.probes[{i}]");
        }
    }

    private static EvidenceFault? Certificates(TlsEvidence? tls, string path) =>
        tls is null ? null : Most(tls.Chain.Length, MostCertificates, $"{path}.tls.chain");

    private static EvidenceFault? Most(int count, int most, string path) =>
        count <= most ? null : Fault(path, $"It has {count} items, and {most} are the most.");

    /// <summary>Rules add days to it.</summary>
    private static EvidenceFault? Time(DateTimeOffset time, string path) =>
        time.Year is >= 1970 and < 9000 ? null : Fault(path, "The time lies outside the years 1970 to 8999.");

    private static EvidenceFault Fault(string path, string message) => new(message, $"$.evidence.{path}");
}
