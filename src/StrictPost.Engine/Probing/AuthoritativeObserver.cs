using System.Collections.Immutable;
using StrictPost.Engine.Dns;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Probing;

/// <summary>
/// Asks each authoritative server of a zone. A recursive server asks any one of them, so senders see different things while they
/// disagree.
/// </summary>
/// <param name="dns">For finding the servers.</param>
/// <param name="port">The servers' port.</param>
/// <param name="time">Measures.</param>
public sealed class AuthoritativeObserver(DnsLookups dns, int port, TimeProvider time)
{
    private const string Txt = "TXT";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeadlineBehindAliases = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What each server of the domain's own zone says of its record, within 5 s in all: an alias where it is one. Nothing for a domain
    /// that is in no zone below the registries'.
    /// </summary>
    public async Task<ImmutableArray<AuthoritativeEvidence>> ObserveAsync(DomainName domain, CancellationToken cancellationToken)
    {
        if (domain.Child(StsRecord.Label) is not { } name)
            return [];
        using var end = new CancellationTokenSource(Deadline, time);
        var servers = new ZoneServers(dns.Until(end.Token), port);
        var answers = await servers.AskAsync(name, domain, Txt, (server, at) => server.TextAnswerAsync(at, cancellationToken), cancellationToken);
        return [.. answers.Select(Evidence)];
    }

    /// <summary>
    /// What each server says of a name's texts, within 10 s in all. Where a server has an alias, the servers of the target's zone are
    /// asked in its place. The TTL is that of the texts, or of their absence (RFC 2308 §5), and not the alias's: it lasts longer often,
    /// and stays the same.
    /// </summary>
    /// <returns>At least one. What no server could be asked for is one that is unreachable.</returns>
    public Task<ImmutableArray<ServerAnswer<TextData>>> TextAsync(DomainName name, CancellationToken cancellationToken) =>
        FollowAsync<TextData>(name, Txt, (server, at) => server.TextAnswerAsync(at, cancellationToken), cancellationToken);

    /// <summary>What each server of a domain's zone says of its MX records, in the same way.</summary>
    /// <returns>At least one.</returns>
    public Task<ImmutableArray<ServerAnswer<MxRecord>>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        FollowAsync<MxRecord>(domain, "MX", (server, at) => server.MxAnswerAsync(at, cancellationToken), cancellationToken);

    private static AuthoritativeEvidence Evidence(ServerAnswer<TextData> answer) => new()
    {
        Server = answer.Server,
        Address = answer.Address,
        IsAuthoritative = answer.IsAuthoritative,
        Record = answer.Answer,
    };

    private async Task<ImmutableArray<ServerAnswer<T>>> FollowAsync<T>(
        DomainName name, string type, ZoneAsk<T> ask, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(DeadlineBehindAliases, time);
        var servers = new ZoneServers(dns.Until(end.Token), port);
        var seen = ImmutableArray.CreateBuilder<ServerAnswer<T>>();
        var aliases = new List<string>();
        var names = new Queue<DomainName>([name]);
        while (names.TryDequeue(out var at))
        {
            var answers = await servers.AskAsync(at, Registrable(at), type, ask, cancellationToken);
            if (answers.Count == 0)
                seen.Add(ZoneServers.Absent<T>(at.Ascii, name, type, $"no zone holds {at}"));
            foreach (var answer in answers)
            {
                if (answer.Answer.Aliases is not [var target, ..])
                    seen.Add(answer with { Answer = answer.Answer with { Name = name.Ascii, Aliases = [.. aliases] } });
                else if (AliasTarget.Read(target) is not { } next)
                    seen.Add(ZoneServers.Absent<T>(answer.Server, name, type, $"it leads to {target}, which is no name that can be asked for"));
                else if (next != name && aliases.Count < DnsAnswer.MostAliases && !aliases.Contains(next.Ascii, StringComparer.Ordinal))
                {
                    aliases.Add(next.Ascii);
                    names.Enqueue(next);
                }
            }
        }

        return seen.Count > 0 ? seen.ToImmutable() : [ZoneServers.Absent<T>(name.Ascii, name, type, "its aliases lead in a circle")];
    }

    /// <summary>Without the labels of a record in front: a domain of one label may be a zone, though registries are not asked.</summary>
    private static DomainName Registrable(DomainName name) =>
        AliasTarget.Read(string.Join('.', name.Labels.SkipWhile(label => label.StartsWith('_')))) ?? name;
}
