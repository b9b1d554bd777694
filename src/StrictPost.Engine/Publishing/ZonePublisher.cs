using System.Collections.Immutable;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Publishing.Wire;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Publishing;

/// <summary>
/// Changes records in zones that take updates (RFC 2136). It looks first, and lets the server compare what it saw with what is there when
/// the update comes: what somebody else wrote, before or in between, is never overwritten.
/// </summary>
/// <param name="settings">The zones, and their server.</param>
/// <param name="dns">For following aliases from names that may lie elsewhere.</param>
/// <param name="time">The time of signatures, and how long to wait.</param>
public sealed class ZonePublisher(DnsZoneSettings settings, DnsLookups dns, TimeProvider time)
{
    private readonly ZoneServer _server = new(settings.Server, settings.Key, time);
    private readonly UpdateVerdict _verdict = new(settings.Server, settings.Key);

    /// <summary>Makes the text at a name what it is to be.</summary>
    public async Task<PublishOutcome> PublishAsync(TextEdit edit, CancellationToken cancellationToken)
    {
        var lookup = await dns.TextAsync(edit.Name, cancellationToken);
        if (!lookup.IsCertain)
            return new PublishOutcome.Failed($"The name {lookup.Name} {lookup.Verdict}", MayPass: true);
        string at = lookup.FinalName;
        for (int hops = 0; hops <= DnsAnswer.MostAliases; hops++)
        {
            if (AliasTarget.Read(at) is not { } name || settings.ZoneOf(name) is not { } zone)
                return new PublishOutcome.ByHand($"No zone that may be updated here holds {at}");
            var look = await LookAsync(zone, name, [WireType.Cname, WireType.Txt], cancellationToken);
            if (look.Fault is not null)
                return look.Fault;
            if (look.Sets[0].Values is [var alias])
                at = alias.Target() ?? at;
            else
                return await EditAsync(edit, zone, name, look.Sets, cancellationToken);
        }

        return new PublishOutcome.Failed($"The aliases behind {edit.Name} lead in a circle", MayPass: false);
    }

    /// <summary>Makes a name of ours lead where it is to lead.</summary>
    public async Task<PublishOutcome> PublishAsync(HostEdit edit, CancellationToken cancellationToken)
    {
        if (settings.ZoneOf(edit.Name) is not { } zone)
            return new PublishOutcome.ByHand($"No zone that may be updated here holds {edit.Name}");
        var look = await LookAsync(zone, edit.Name, [WireType.Cname, WireType.A, WireType.Aaaa], cancellationToken);
        if (look.Fault is not null)
            return look.Fault;
        var wanted = Places(edit.Location);
        return wanted.All(set => look.Sets.Any(set.Holds))
            ? new PublishOutcome.Unchanged()
            : await UpdateAsync(new ZoneUpdate(zone.Ascii, edit.Name.Ascii, look.Sets, wanted, edit.Ttl), zone, edit.Name, cancellationToken);
    }

    private static ImmutableArray<WireSet> Places(PolicyHostLocation? location)
    {
        var addresses = location is PolicyHostLocation.Addresses { All: var all } ? all : [];
        return
        [
            new WireSet(WireType.Cname, location is PolicyHostLocation.Alias alias ? [WireData.OfName(alias.Host.Ascii)] : []),
            new WireSet(WireType.A, [.. addresses.Where(address => !address.IsIpv6).Select(WireData.OfAddress).Distinct()]),
            new WireSet(WireType.Aaaa, [.. addresses.Where(address => address.IsIpv6).Select(WireData.OfAddress).Distinct()]),
        ];
    }

    private async Task<PublishOutcome> EditAsync(
        TextEdit edit, DomainName zone, DomainName name, ImmutableArray<WireSet> before, CancellationToken cancellationToken)
    {
        var found = before[1];
        if (IsRight(edit, found))
            return new PublishOutcome.Unchanged();
        if (!MayGo(edit, found))
        {
            // A wildcard answers for names that do not exist: what counts is what stands at the name itself.
            var nothing = new WireSet(WireType.Txt, []);
            var probe = new ZoneUpdate(zone.Ascii, name.Ascii, [before[0], nothing], [], edit.Ttl);
            if (found.Values.IsEmpty || await UpdateAsync(probe, zone, name, cancellationToken) is not PublishOutcome.Done)
                return new PublishOutcome.Conflict(Texts(found));
            if (edit.Text is null)
                return new PublishOutcome.Unchanged();
            if (!MayGo(edit, nothing))
                return new PublishOutcome.Conflict([]);
            before = [before[0], nothing];
        }

        var after = new WireSet(WireType.Txt, edit.Text is null ? [] : [WireData.OfText(edit.Text)]);
        return await UpdateAsync(new ZoneUpdate(zone.Ascii, name.Ascii, before, [after], edit.Ttl), zone, name, cancellationToken);
    }

    private static bool IsRight(TextEdit edit, WireSet found) => edit.Text is null
        ? found.Values.IsEmpty
        : found.Values is [var only] && only.Joined() == edit.Text;

    private static bool MayGo(TextEdit edit, WireSet found) => found.Values switch
    {
        [] => edit.MayReplace(null),
        [var only] => only.Joined() is { } text && edit.MayReplace(text),
        _ => false,
    };

    private static ImmutableArray<string> Texts(WireSet found) => [.. found.Values.Select(value => value.Joined() ?? "something that is no text")];

    private async Task<PublishOutcome> UpdateAsync(ZoneUpdate update, DomainName zone, DomainName name, CancellationToken cancellationToken)
    {
        var reply = await _server.UpdateAsync(update, cancellationToken);
        if (_verdict.OfUpdate(reply, zone, time.GetUtcNow()) is { } fault)
            return fault;
        if (!UpdateVerdict.Differs(reply))
            return new PublishOutcome.Done();
        var now = await LookAsync(zone, name, [WireType.Cname, WireType.Txt], cancellationToken);
        return now.Fault is null
            ? new PublishOutcome.Conflict([.. now.Sets[0].Values.Select(alias => $"CNAME {alias.Target()}"), .. Texts(now.Sets[1])])
            : now.Fault;
    }

    /// <summary>What the zone's own server has at a name, one set for each type; or why that is not known.</summary>
    private async Task<(ImmutableArray<WireSet> Sets, PublishOutcome.Failed? Fault)> LookAsync(
        DomainName zone, DomainName name, WireType[] types, CancellationToken cancellationToken)
    {
        var sets = ImmutableArray.CreateBuilder<WireSet>(types.Length);
        foreach (var type in types)
        {
            var reply = await _server.AskAsync(new ZoneQuestion(name.Ascii, type), cancellationToken);
            if (_verdict.OfQuestion(reply, zone) is { } fault)
                return ([], fault);
            var records = ((ServerReply.Answer)reply).Message.Answers.Where(record => record.Name == name.Ascii && record.Type == type);
            sets.Add(new WireSet(type, [.. records.Select(record => record.Data).Distinct()]));
        }

        return (sets.MoveToImmutable(), null);
    }
}
