using System.Collections.Immutable;
using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Domains;
using StrictPost.Engine.Fetching;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;
using StrictPost.Publishing;

namespace StrictPost.Verbs;

/// <summary><c>strictpost records</c>: the DNS records to publish, in the form that the keeper of the DNS wants.</summary>
internal sealed class RecordsVerb
{
    private readonly RecordsOptions _options = new();
    private readonly Terminal _terminal;

    private RecordsVerb(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new Verb(
            "records",
            "Print the DNS records to publish for a domain.",
            "strictpost records example.org",
            "strictpost records example.org --policy .well-known/mta-sts.txt --policy-host example.github.io --format zone",
            "strictpost records example.org --policy .well-known/mta-sts.txt --wait-served 15m --format json",
            "strictpost records example.org --delegated --format zone");
        var records = new RecordsVerb(terminal);
        records._options.AddTo(verb);
        verb.SetAction(records.RunAsync);
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var domain = PolicyOptions.Domain(parsed.GetRequiredValue(_options.Domain));
        var settings = _options.Store.Read(parsed);
        if (parsed.GetValue(_options.Delegated))
            return await DelegateAsync(parsed, settings, domain);
        var policy = await PolicyAsync(parsed, settings, domain, cancellationToken);
        var location = _options.Publication.Location(parsed) ?? Usual(settings);
        var set = Refusal.ValueOf(RecordSet.Of(new Publication
        {
            Domain = domain,
            PolicyHost = location,
            Record = new StsRecord(policy.Id),
            Reports = new TlsRptRecord(Rua(parsed, settings, policy, domain)),
            Ttl = _options.Publication.Ttl(parsed),
            Zone = _options.Publication.Zone(parsed, domain),
        }));

        if (parsed.GetValue(_options.WaitServed) is { } patience)
            await ServedGate.PassAsync(Wait(parsed), domain, policy.Body, patience, _terminal, cancellationToken);
        if (location is null)
        {
            await _terminal.Error.WriteLineAsync(
                $"note: No record for {StsPolicy.HostLabel}.{domain}: it is not known which host serves the policy. "
                + "Give --policy-host or --address, or set policy_host or policy_addresses in strictpost.toml.");
        }

        await PrintAsync(set, parsed, PublishingSteps.Of(set));
        return ExitCode.Fine;
    }

    /// <summary>Needs no policy: what the names lead to is published later, and changes without them.</summary>
    private async Task<int> DelegateAsync(ParseResult parsed, Settings settings, DomainName domain)
    {
        if (settings.Dns.DelegationZone is not { } delegation)
        {
            throw new Refusal(
                "There is no zone that the names could lead to.",
                "Set delegation_zone in the table [dns] of strictpost.toml to a zone that takes updates; docs/guide/dns.md shows how.");
        }

        var set = Refusal.ValueOf(RecordSet.OfDelegation(domain, _options.Publication.Zone(parsed, domain), delegation, _options.Publication.Ttl(parsed)));
        await PrintAsync(set, parsed, PublishingSteps.OfDelegation(set, delegation));
        return ExitCode.Fine;
    }

    private async Task<PublishedPolicy> PolicyAsync(
        ParseResult parsed, Settings settings, DomainName domain, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_options.Policy) is not { } file)
            return await PublishedPolicy.OfStoreAsync(settings, domain, cancellationToken);

        var ids = new List<string>();
        if (parsed.GetValue(_options.CurrentId) is { } current)
            ids.Add(current);
        if (parsed.GetValue(_options.KeepPublishedId)
            && await PublishedPolicy.IdInDnsAsync(_options.Network.Dns(parsed), domain, cancellationToken) is { } published)
        {
            ids.Add(published);
        }

        return await PublishedPolicy.OfFileAsync(file, parsed.GetValue(_options.Changed), ids, cancellationToken);
    }

    private static PolicyHostLocation? Usual(Settings settings) => settings.PolicyHost is { } host
        ? new PolicyHostLocation.Alias(host)
        : PublicationOptions.Location(settings.PolicyAddresses);

    /// <summary>The command line, else what is known of the domain, else the installation's, else a mailbox that everybody can make.</summary>
    private ImmutableArray<ReportUri> Rua(ParseResult parsed, Settings settings, PublishedPolicy policy, DomainName domain)
    {
        string[] asked = parsed.GetValue(_options.Rua) ?? [];
        if (asked.Length > 0)
            return [.. asked.Select(text => Refusal.ValueOf(ReportUri.Parse(text))).Distinct()];
        var known = policy.Rua.IsEmpty ? settings.Reports.Rua : policy.Rua;
        return known.IsEmpty ? [ReportAddress.Usual(domain, _terminal)] : known;
    }

    private ServedWait Wait(ParseResult parsed)
    {
        var fetcher = new PolicyFetcher(_options.Network.Fetching(parsed), TimeProvider.System);
        return new ServedWait(new PolicyHostObserver(_options.Network.Dns(parsed), fetcher), TimeProvider.System);
    }

    private async Task PrintAsync(RecordSet set, ParseResult parsed, IEnumerable<string> steps)
    {
        string format = parsed.GetRequiredValue(_options.Format);
        var provider = RecordsFormat.ParseProvider(parsed.GetRequiredValue(_options.Provider));
        await _terminal.Out.WriteAsync(RecordText.Of(set, RecordsFormat.Parse(format), provider));
        if (format != RecordsFormat.Text)
            return;
        await _terminal.Out.WriteLineAsync();
        foreach (string step in steps)
            await _terminal.Out.WriteLineAsync(step);
    }
}
