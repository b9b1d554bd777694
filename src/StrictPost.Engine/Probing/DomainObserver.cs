using System.Collections.Immutable;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Fetching;
using StrictPost.Engine.Tls;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Engine.Probing;

/// <summary>
/// Looks at mail domains: everything that can run side by side does, and each step starts as soon as what it needs is there.
/// Safe for use by many callers at once; mail hosts that several domains name are looked at once.
/// </summary>
/// <remarks>
/// Three ways run side by side: the two TXT records; the policy host's addresses, then a fetch from each; MX, then each mail
/// host's addresses and TLSA, then SMTP with each address.
/// </remarks>
public sealed class DomainObserver : IAsyncDisposable
{
    /// <summary>Most mail hosts of a domain that are looked at.</summary>
    public const int MostMailHosts = 20;

    private readonly DnsLookups _dns;
    private readonly ObserveSettings _settings;
    private readonly TimeProvider _time;
    private readonly PolicyHostObserver _policyHosts;
    private readonly SharedMailHosts _mailHosts;
    private readonly AuthoritativeObserver _authoritative;

    /// <summary>On a thread of its own: the pool has few at first, and they are wanted for the network.</summary>
    private readonly Task _authorities = Task.Factory.StartNew(
        ChainJudge.LoadAuthorities, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Will look with these settings.</summary>
    public DomainObserver(DnsLookups dns, ObserveSettings settings, TimeProvider time)
    {
        _dns = dns;
        _settings = settings;
        _time = time;
        _policyHosts = new PolicyHostObserver(dns, new PolicyFetcher(settings.Fetching, time));
        _mailHosts = new SharedMailHosts(dns, settings, time);
        _authoritative = new AuthoritativeObserver(dns, settings.AuthoritativePort, time);
    }

    /// <summary>All that is to be seen of a domain now.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up. There is no other exception for what the world does.</exception>
    public async Task<DomainEvidence> ObserveAsync(DomainName domain, CancellationToken cancellationToken)
    {
        var at = _time.GetUtcNow();
        long start = _time.GetTimestamp();
        var record = TextAsync(domain, StsRecord.Label, cancellationToken);
        var tlsRpt = TextAsync(domain, TlsRptRecord.Label, cancellationToken);
        var mx = _dns.MxAsync(domain, cancellationToken);
        var policyHost = PolicyHostAsync(domain, cancellationToken);
        var mailHosts = MailHostsAsync(domain, mx, cancellationToken);
        var authoritative = AuthoritativeAsync(domain, cancellationToken);
        await Task.WhenAll(record, tlsRpt, mx, policyHost, mailHosts, authoritative);
        return new DomainEvidence
        {
            Domain = domain,
            At = at,
            Took = _time.GetElapsedTime(start),
            Record = await record,
            TlsRpt = await tlsRpt,
            Mx = await mx,
            PolicyHost = await policyHost,
            MailHosts = await mailHosts,
            SmtpIsSkipped = _settings.SkipSmtp,
            Authoritative = await authoritative,
        };
    }

    /// <summary>Says goodbye where that is still to be done.</summary>
    public async ValueTask DisposeAsync()
    {
        await _mailHosts.DisposeAsync();
        await _authorities;
    }

    private Task<Lookup<TextData>> TextAsync(DomainName domain, string label, CancellationToken cancellationToken) =>
        domain.Child(label) is { } name
            ? _dns.TextAsync(name, cancellationToken)
            : Task.FromResult(NoRoomFor<TextData>(label, domain, "TXT"));

    private Task<PolicyHostEvidence> PolicyHostAsync(DomainName domain, CancellationToken cancellationToken) =>
        domain.Child(StsPolicy.HostLabel) is not null
            ? _policyHosts.ObserveAsync(domain, cancellationToken)
            : Task.FromResult(new PolicyHostEvidence
            {
                Host = domain,
                Ipv4 = NoRoomFor<string>(StsPolicy.HostLabel, domain, "A"),
                Ipv6 = NoRoomFor<string>(StsPolicy.HostLabel, domain, "AAAA"),
            });

    /// <summary>Without any answer about MX there is no host to look at; without MX records there is the implicit one (RFC 5321 §5.1).</summary>
    private async Task<ImmutableArray<MailHostEvidence>> MailHostsAsync(
        DomainName domain, Task<Lookup<MxRecord>> lookup, CancellationToken cancellationToken)
    {
        var mx = await lookup;
        if (mx.End is not (LookupEnd.Answered or LookupEnd.NoData))
            return [];
        var hosts = MailHosts.Of(domain, mx.Found).Hosts.Take(MostMailHosts);
        return [.. await Task.WhenAll(hosts.Select(host => _mailHosts.ObserveAsync(host, cancellationToken)))];
    }

    private Task<ImmutableArray<AuthoritativeEvidence>> AuthoritativeAsync(DomainName domain, CancellationToken cancellationToken) =>
        _settings.Authoritative ? _authoritative.ObserveAsync(domain, cancellationToken) : Task.FromResult(ImmutableArray<AuthoritativeEvidence>.Empty);

    /// <summary>No name is longer than 253 characters, so this one does not exist, and nobody need be asked.</summary>
    private static Lookup<T> NoRoomFor<T>(string label, DomainName domain, string type) => new()
    {
        Name = $"{label}.{domain}",
        Type = type,
        End = LookupEnd.NoSuchName,
        Detail = "the name would be longer than a name can be",
    };
}
