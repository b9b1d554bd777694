using System.CommandLine;
using System.Collections.Immutable;
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
    private readonly Argument<string> _domain = new("DOMAIN") { Description = "The mail domain: what stands after the @." };
    private readonly Option<string> _format = new("--format") { Description = "The form of the records.", DefaultValueFactory = _ => RecordsFormat.Text };
    private readonly Option<string> _provider = new("--terraform-provider") { Description = "Whose Terraform resources to write.", DefaultValueFactory = _ => RecordsFormat.Providers[0] };
    private readonly Option<FileInfo?> _policy = new("--policy") { Description = "Take the policy from this file instead of the store.", HelpName = "FILE" };
    private readonly Option<DateTimeOffset?> _changed = new("--changed") { Description = "When the policy file was last changed, for its id (default: the file's own time).", HelpName = "TIME", CustomParser = TimeOptions.ParseInstant };
    private readonly Option<string?> _currentId = new("--current-id") { Description = "An id in use: it stays if it was made for this policy file.", HelpName = "ID" };
    private readonly Option<bool> _keepPublished = new("--keep-published-id") { Description = "The same with the id that is in DNS now." };
    private readonly Option<TimeSpan?> _waitServed = new("--wait-served") { Description = "First wait until exactly this policy is served, for so long at most, such as 15m.", HelpName = "DURATION", CustomParser = TimeOptions.ParseDuration };
    private readonly Option<string[]> _rua = new("--rua") { Description = "Where senders deliver TLS reports: mailto:ADDRESS or https://… (default: mailto:tls-reports@DOMAIN).", HelpName = "URI", AllowMultipleArgumentsPerToken = true };
    private readonly StoreOptions _store = new();
    private readonly PublicationOptions _publication = new();
    private readonly NetworkOptions _network = new();
    private readonly Terminal _terminal;

    private RecordsVerb(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new Verb(
            "records",
            "Print the DNS records to publish for a domain.",
            "strictpost records example.org",
            "strictpost records example.org --policy .well-known/mta-sts.txt --policy-host example.github.io --format zone",
            "strictpost records example.org --policy .well-known/mta-sts.txt --wait-served 15m --format json");
        new RecordsVerb(terminal).Fill(verb);
        return verb;
    }

    private void Fill(Verb verb)
    {
        verb.Arguments.Add(_domain);
        _format.AcceptOnlyFromAmong(RecordsFormat.Names);
        _provider.AcceptOnlyFromAmong(RecordsFormat.Providers);
        foreach (Option option in (Option[])[_format, _provider, _policy, _changed, _currentId, _keepPublished, _waitServed, _rua])
            verb.Options.Add(option);
        _store.AddTo(verb);
        _publication.AddTo(verb);
        _network.AddTo(verb);
        verb.SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var domain = PolicyOptions.Domain(parsed.GetRequiredValue(_domain));
        var settings = _store.Read(parsed);
        var policy = await PolicyAsync(parsed, settings, domain, cancellationToken);
        var location = _publication.Location(parsed) ?? Usual(settings);
        var set = Refusal.ValueOf(RecordSet.Of(new Publication
        {
            Domain = domain,
            PolicyHost = location,
            Record = new StsRecord(policy.Id),
            Reports = new TlsRptRecord(Rua(parsed, settings, policy, domain)),
            Ttl = _publication.Ttl(parsed),
            Zone = _publication.Zone(parsed, domain),
        }));

        if (parsed.GetValue(_waitServed) is { } patience)
            await ServedGate.PassAsync(Wait(parsed), domain, policy.Body, patience, _terminal, cancellationToken);
        if (location is null)
            await _terminal.Error.WriteLineAsync($"note: No record for {StsPolicy.HostLabel}.{domain}: it is not known which host serves the policy. Give --policy-host or --address, or set policy_host or policy_addresses in strictpost.toml.");
        await PrintAsync(set, parsed);
        return ExitCode.Fine;
    }

    private async Task<PublishedPolicy> PolicyAsync(ParseResult parsed, Settings settings, DomainName domain, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_policy) is not { } file)
            return await PublishedPolicy.OfStoreAsync(settings.Data, domain, cancellationToken);

        var ids = new List<string>();
        if (parsed.GetValue(_currentId) is { } current)
            ids.Add(current);
        if (parsed.GetValue(_keepPublished) && await PublishedPolicy.IdInDnsAsync(_network.Dns(parsed), domain, cancellationToken) is { } published)
            ids.Add(published);
        return await PublishedPolicy.OfFileAsync(file, parsed.GetValue(_changed), ids, cancellationToken);
    }

    private static PolicyHostLocation? Usual(Settings settings) => settings.PolicyHost is { } host
        ? new PolicyHostLocation.Alias(host)
        : PublicationOptions.Location(settings.PolicyAddresses);

    /// <summary>The command line, else the domain's own, else the installation's, else a mailbox that everybody can make.</summary>
    private ImmutableArray<ReportUri> Rua(ParseResult parsed, Settings settings, PublishedPolicy policy, DomainName domain)
    {
        ImmutableArray<ReportUri> asked = [.. (parsed.GetValue(_rua) ?? []).Select(text => Refusal.ValueOf(ReportUri.Parse(text)))];
        if (!asked.IsEmpty)
            return asked;
        var known = policy.Rua.IsEmpty ? settings.ReportsRua : policy.Rua;
        return known.IsEmpty ? [ReportAddress.Usual(domain, _terminal)] : known;
    }

    private ServedWait Wait(ParseResult parsed) => new(
        new PolicyHostObserver(_network.Dns(parsed), new PolicyFetcher(_network.Fetching(parsed), TimeProvider.System)), TimeProvider.System);

    private async Task PrintAsync(RecordSet set, ParseResult parsed)
    {
        string format = parsed.GetRequiredValue(_format);
        await _terminal.Out.WriteAsync(RecordText.Of(set, RecordsFormat.Parse(format), RecordsFormat.ParseProvider(parsed.GetRequiredValue(_provider))));
        if (format != RecordsFormat.Text)
            return;
        await _terminal.Out.WriteLineAsync();
        foreach (string step in PublishingSteps.Of(set))
            await _terminal.Out.WriteLineAsync(step);
    }
}
