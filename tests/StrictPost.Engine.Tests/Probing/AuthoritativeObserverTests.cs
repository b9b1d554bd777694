using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Probing;
using StrictPost.Engine.Tests.Dns;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Probing;

/// <summary>Authoritative servers that do not agree, on several loopback addresses and one port.</summary>
public sealed class AuthoritativeObserverTests
{
    private const ushort A = 1;
    private const ushort Ns = 2;

    private static readonly DomainName Domain = DomainName.Parse("sub.zone.example").Value!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_ThatDisagree_AreSeenEachForItself()
    {
        await using var first = new ScriptedDns((name, _) => new WireAnswer(0, WireRecord.Text(name, "v=STSv1; id=1;")) { IsAuthoritative = true });
        int port = first.EndPoint.Port;
        await using var second = new ScriptedDns(new IPEndPoint(IPAddress.Parse("127.0.0.2"), port), (_, _) => new WireAnswer(3) { IsAuthoritative = true });
        await using var lame = new ScriptedDns(new IPEndPoint(IPAddress.Parse("127.0.0.3"), port), (_, _) => new WireAnswer(5));
        await using var resolver = new ScriptedDns(Resolve);

        var seen = await ObserveAsync(resolver, TimeProvider.System, port);

        Assert.Equal(
            [
                ("gone.example", null, false, LookupEnd.Unreachable),
                ("ns1.example", "127.0.0.1", true, LookupEnd.Answered),
                ("ns1.example", "127.0.0.2", true, LookupEnd.NoSuchName),
                ("ns2.example", "127.0.0.3", false, LookupEnd.Refused),
            ],
            seen.Select(server => (server.Server, server.Address, server.IsAuthoritative, server.Record.End)));
        Assert.True(resolver.WasAskedToRecurse);
        Assert.False(first.WasAskedToRecurse);
    }

    [Fact]
    public async Task Zone_ThatCannotBeFound_IsASilentServer()
    {
        await using var resolver = new ScriptedDns((_, _) => new WireAnswer(2));

        var seen = Assert.Single(await ObserveAsync(resolver, TimeProvider.System));

        Assert.Equal(
            (Domain.Ascii, null, LookupEnd.Unreachable, "the names of its servers could not be looked up: the DNS server answered SERVFAIL"),
            (seen.Server, seen.Address, seen.Record.End, seen.Record.Detail));
    }

    [Fact]
    public async Task Resolver_ThatSaysNothing_IsNotWaitedForLongerThanTheDeadline()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var resolver = new ScriptedDns((_, _) =>
        {
            asked.TrySetResult();
            return null;
        });

        var looking = ObserveAsync(resolver, time);
        await asked.Task.WaitAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((Domain.Ascii, LookupEnd.Unreachable), Assert.Single((await looking).Select(server => (server.Server, server.Record.End))));
    }

    [Fact]
    public async Task Server_ThatSaysNothing_TimesOutAtTheDeadline()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var silent = new ScriptedDns((_, _) =>
        {
            asked.TrySetResult();
            return null;
        });
        await using var resolver = new ScriptedDns((name, type) => (name, type) switch
        {
            ("sub.zone.example", Ns) => new WireAnswer(0, WireRecord.NameServer(name, "ns1.example")),
            ("ns1.example", A) => new WireAnswer(0, WireRecord.Address(name, "127.0.0.1")),
            _ => new WireAnswer(0),
        });

        var looking = ObserveAsync(resolver, time, silent.EndPoint.Port);
        await asked.Task.WaitAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(("ns1.example", "127.0.0.1", LookupEnd.TimedOut), Assert.Single((await looking).Select(server => (server.Server, server.Address, server.Record.End))));
    }

    [Theory]
    [InlineData("zone.example", "_mta-sts.sub.zone.example zone.example")]
    [InlineData("sub.zone.example", "_mta-sts.sub.zone.example sub.zone.example zone.example")]
    [InlineData("elsewhere.example", "_mta-sts.sub.zone.example sub.zone.example zone.example")]
    [InlineData("example", "_mta-sts.sub.zone.example")]
    public async Task Zone_ThatTheFirstAnswerNames_IsAskedForNext(string zone, string names)
    {
        var asked = new ConcurrentQueue<string>();
        await using var resolver = new ScriptedDns((name, type) =>
        {
            if (type == Ns)
                asked.Enqueue(name);
            return type == Ns && name.StartsWith('_') ? new WireAnswer(3) { Authority = [WireRecord.StartOfAuthority(zone)] } : Resolve(name, type);
        });

        await ObserveAsync(resolver, TimeProvider.System, port: 1);

        Assert.Equal(names, string.Join(' ', asked));
    }

    /// <summary>The start of authority then belongs to the target's zone, which may be anybody's.</summary>
    [Fact]
    public async Task Record_ThatIsAnAlias_IsAskedForAtTheDomainsServers()
    {
        await using var resolver = new ScriptedDns((name, type) => type == Ns && name.StartsWith('_')
            ? new WireAnswer(0, WireRecord.Alias(name, "_mta-sts.host.example")) { Authority = [WireRecord.StartOfAuthority("example")] }
            : Resolve(name, type));

        Assert.Equal(4, (await ObserveAsync(resolver, TimeProvider.System, port: 1)).Length);
    }

    /// <summary>The owner's servers have an alias each, but for one that still has a text of its own; the text is at the target's.</summary>
    [Fact]
    public async Task Text_BehindAnAlias_IsAskedForAtTheServersOfTheTarget()
    {
        const string target = "_mta-sts.sub.zone.example.host.test";
        await using var first = new ScriptedDns((name, _) => new WireAnswer(0, WireRecord.Alias(name, target)) { IsAuthoritative = true });
        int port = first.EndPoint.Port;
        await using var second = new ScriptedDns(new IPEndPoint(IPAddress.Parse("127.0.0.2"), port), (name, _) => new WireAnswer(0, WireRecord.Text(name, "old")) { IsAuthoritative = true });
        await using var third = new ScriptedDns(new IPEndPoint(IPAddress.Parse("127.0.0.3"), port), (_, _) => new WireAnswer(3) { IsAuthoritative = true, Authority = [WireRecord.StartOfAuthority("zone.example", 40)] });
        await using var hosted = new ScriptedDns(
            new IPEndPoint(IPAddress.Parse("127.0.0.4"), port),
            (name, _) => name == target ? new WireAnswer(0, WireRecord.Text(name, "new") with { TimeToLive = 30 }) { IsAuthoritative = true } : new WireAnswer(5));
        await using var resolver = new ScriptedDns(ResolveBoth);

        var seen = await Observer(resolver, TimeProvider.System, port).TextAsync(Domain.Child("_mta-sts")!, Cancellation);

        Assert.Equal(
            [
                ("gone.example", LookupEnd.Unreachable, "", 0),
                ("ns1.example", LookupEnd.Answered, "old", 60),
                ("ns2.example", LookupEnd.NoSuchName, "", 40),
                ("ns1.host.test", LookupEnd.Answered, "new", 30),
            ],
            seen.Select(server => (server.Server, server.Answer.End, server.Answer.Found.FirstOrDefault()?.Joined() ?? "", (int)server.Answer.TimeToLive.TotalSeconds)));
        Assert.Equal(("_mta-sts.sub.zone.example", target), (seen[^1].Answer.Name, seen[^1].Answer.FinalName));
    }

    [Fact]
    public async Task Aliases_ThatLeadInACircle_EndSomewhere()
    {
        await using var server = new ScriptedDns((name, _) => new WireAnswer(0, WireRecord.Alias(name, name.StartsWith('_') ? "other.zone.example" : "_mta-sts.sub.zone.example")));
        await using var resolver = new ScriptedDns(ResolveBoth);

        var seen = await Observer(resolver, TimeProvider.System, server.EndPoint.Port).TextAsync(Domain.Child("_mta-sts")!, Cancellation);

        Assert.DoesNotContain(seen, answer => answer.Answer.IsCertain);
        Assert.NotEmpty(seen);
    }

    [Fact]
    public async Task Name_InNoZone_IsSaidToBeUnreachable()
    {
        await using var resolver = new ScriptedDns((_, _) => new WireAnswer(0));

        var seen = Assert.Single(await Observer(resolver, TimeProvider.System, 53).TextAsync(Domain.Child("_mta-sts")!, Cancellation));

        Assert.Equal((LookupEnd.Unreachable, "no zone holds _mta-sts.sub.zone.example"), (seen.Answer.End, seen.Answer.Detail));
    }

    [Fact]
    public async Task MailHosts_OfEachServer_AreSeen()
    {
        await using var first = new ScriptedDns((name, _) => new WireAnswer(0, WireRecord.MailHost(name, "mx1.example")));
        int port = first.EndPoint.Port;
        await using var second = new ScriptedDns(new IPEndPoint(IPAddress.Parse("127.0.0.2"), port), (name, _) => new WireAnswer(0, WireRecord.MailHost(name, "mx2.example")));
        await using var resolver = new ScriptedDns(ResolveBoth);

        var seen = await Observer(resolver, TimeProvider.System, port).MxAsync(Domain, Cancellation);

        Assert.Equal(
            [("ns1.example", "mx1.example"), ("ns1.example", "mx2.example")],
            seen.Where(server => server.Answer.End == LookupEnd.Answered).Select(server => (server.Server, server.Answer.Found[0].Exchange.TrimEnd('.'))));
    }

    private static AuthoritativeObserver Observer(ScriptedDns resolver, TimeProvider time, int port) => new(new DnsLookups(resolver.EndPoint, time), port, time);

    private static WireAnswer ResolveBoth(string name, ushort type) => (name, type) switch
    {
        ("host.test", Ns) => new WireAnswer(0, WireRecord.NameServer(name, "ns1.host.test")),
        ("ns1.host.test", A) => new WireAnswer(0, WireRecord.Address(name, "127.0.0.4")),
        _ => Resolve(name, type),
    };

    private static Task<ImmutableArray<AuthoritativeEvidence>> ObserveAsync(ScriptedDns resolver, TimeProvider time, int port = 53) =>
        Observer(resolver, time, port).ObserveAsync(Domain, Cancellation);

    private static WireAnswer Resolve(string name, ushort type) => (name, type) switch
    {
        ("zone.example", Ns) => new WireAnswer(
            0, WireRecord.NameServer(name, "ns2.example"), WireRecord.NameServer(name, "ns1.example"), WireRecord.NameServer(name, "gone.example")),
        ("ns1.example", A) => new WireAnswer(0, WireRecord.Address(name, "127.0.0.1"), WireRecord.Address(name, "127.0.0.2")),
        ("ns2.example", A) => new WireAnswer(0, WireRecord.Address(name, "127.0.0.3")),
        ("gone.example", _) => new WireAnswer(3),
        _ => new WireAnswer(0),
    };
}
