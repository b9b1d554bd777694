using System.Net;
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

        var seen = await new AuthoritativeObserver(new DnsLookups(resolver.EndPoint, TimeProvider.System), port, TimeProvider.System)
            .ObserveAsync(Domain, Cancellation);

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
    public async Task Zone_ThatCannotBeFound_HasNoServers()
    {
        await using var resolver = new ScriptedDns((_, _) => new WireAnswer(2));

        Assert.Empty(await new AuthoritativeObserver(new DnsLookups(resolver.EndPoint, TimeProvider.System), 53, TimeProvider.System)
            .ObserveAsync(Domain, Cancellation));
    }

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
