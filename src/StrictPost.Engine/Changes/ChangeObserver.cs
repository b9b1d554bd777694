using System.Collections.Immutable;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Fetching;
using StrictPost.Engine.Probing;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Changes;

/// <summary>Looks at all that a change rests on: the policy host from outside, every server of the zone, the store. Safe for use by many callers at once.</summary>
public sealed class ChangeObserver
{
    private readonly Database _database;
    private readonly AuthoritativeObserver _servers;
    private readonly PolicyHostObserver _policyHosts;
    private readonly GateEvidence _gate;
    private readonly NewHostEvidence _hosts;
    private readonly SeenPolicyStore _seen;

    /// <summary>Will look into this world.</summary>
    /// <param name="database">The store; its clock says when something was seen.</param>
    /// <param name="dns">Whom to ask.</param>
    /// <param name="settings">How to look.</param>
    /// <param name="context">What kind of world it is.</param>
    /// <param name="time">Measures how long a look may take.</param>
    public ChangeObserver(Database database, DnsLookups dns, ObserveSettings settings, CheckContext context, TimeProvider time)
    {
        _database = database;
        _seen = new SeenPolicyStore(database);
        _servers = new AuthoritativeObserver(dns, settings.AuthoritativePort, time);
        _policyHosts = new PolicyHostObserver(dns, new PolicyFetcher(settings.Fetching, time));
        _gate = new GateEvidence(database, dns, settings, context);
        _hosts = new NewHostEvidence(dns, settings, time);
    }

    /// <summary>What is so now.</summary>
    /// <param name="domain">The mail domain.</param>
    /// <param name="place">Who serves its policy.</param>
    /// <param name="questions">What has to be known beyond that.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<ChangeFacts> LookAsync(DomainName domain, PolicyPlace place, ChangeQuestions questions, CancellationToken cancellationToken)
    {
        var served = ServedAsync(domain, cancellationToken);
        var record = _servers.TextAsync(domain.Child(StsRecord.Label)!, cancellationToken);
        var mail = _servers.MxAsync(domain, cancellationToken);
        var opened = questions.Gate is { } gate ? _gate.AskAsync(domain, gate, cancellationToken) : null;
        var hosts = questions.Hosts is { } moved ? _hosts.AskAsync(domain, moved, cancellationToken) : null;
        await Task.WhenAll(served, record, mail);
        var seen = await served;
        return new ChangeFacts
        {
            Served = seen,
            Record = ChangeReading.Record(await record),
            Mail = ChangeReading.Mail(domain, await mail),
            Gate = opened is null ? null : await opened,
            NewHosts = hosts is null ? null : await hosts,
            Ledger = await LedgerAsync(domain, place, seen, questions.EarlierMaxAge, cancellationToken),
            Hosted = place == PolicyPlace.Here ? await HostedAsync(domain, cancellationToken) : null,
            Now = _database.Time.GetUtcNow(),
        };
    }

    private async Task<Seen<string?>> ServedAsync(DomainName domain, CancellationToken cancellationToken) =>
        ChangeReading.Served(await _policyHosts.ObserveAsync(domain, cancellationToken));

    private async Task<ImmutableArray<ServedBody>> LedgerAsync(
        DomainName domain, PolicyPlace place, Seen<string?> served, int? earlierMaxAge, CancellationToken cancellationToken)
    {
        if (place == PolicyPlace.Here)
            return [.. (await new LedgerStore(_database).ReadAsync(domain, cancellationToken)).Bodies];
        await _seen.SawAsync(domain, [.. served.Values.OfType<string>()], served.Gap is null, cancellationToken);
        return await _seen.LedgerAsync(domain, earlierMaxAge, cancellationToken);
    }

    private async Task<HostedPolicy?> HostedAsync(DomainName domain, CancellationToken cancellationToken) =>
        await new DomainStore(_database).FindAsync(domain, cancellationToken) is { } enrolled
            ? new HostedPolicy(enrolled.Settings.Policy.ToBody(), enrolled.PolicyId)
            : null;
}
