using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Fetching;
using StrictPost.Lab;
using StrictPost.Lab.World;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Fetching;

/// <summary>Waiting for a body, with a clock that skips the pauses.</summary>
public sealed class ServedWaitTests : IAsyncLifetime
{
    private static readonly LabDomain Good = LabDomain.Healthy("good.example");
    private static readonly DomainName Domain = DomainName.Parse("good.example").Value!;

    private RunningLab _lab = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _lab = await RunningLab.StartAsync(LabWorld.Empty with { Ipv6 = true }, TimeProvider.System, Cancellation);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Wait_WhenTheBodyIsServed_EndsAtOnce()
    {
        _lab.Set(Good);

        var outcome = await WaitAsync(TimeSpan.FromMinutes(1), _ => { });

        Assert.True(outcome.IsServed);
        Assert.Equal(_lab.HasIpv6 ? 2 : 1, outcome.LastSeen.Fetches.Length);
    }

    [Fact]
    public async Task Wait_UntilTheBodyComes_LooksAgain()
    {
        _lab.Set(Good.WithPolicy("version: STSv1\n"));
        int looks = 0;

        var outcome = await WaitAsync(TimeSpan.FromMinutes(10), view =>
        {
            if (++looks == 3)
                _lab.Set(Good);
        });

        Assert.True(outcome.IsServed);
        Assert.Equal(4, looks);
    }

    [Fact]
    public async Task Wait_WhenAnotherBodyStays_EndsWithWhatWasSeen()
    {
        _lab.Set(Good.WithPolicy("version: STSv1\n"));

        var outcome = await WaitAsync(TimeSpan.FromMinutes(1), _ => { });

        Assert.False(outcome.IsServed);
        Assert.All(outcome.LastSeen.Fetches, fetch => Assert.Equal(15, fetch.Http?.Body.Length));
    }

    [Fact]
    public async Task Wait_WhenOneAddressServesNothing_DoesNotEndWell()
    {
        _lab.Set(Good with { PolicyHostAddresses = [IPAddress.Loopback, LabAddresses.Closed] });

        var outcome = await WaitAsync(TimeSpan.FromSeconds(30), _ => { });

        Assert.False(outcome.IsServed);
        Assert.Equal(
            [null, ConnectionFault.Refused],
            outcome.LastSeen.Fetches.OrderBy(fetch => fetch.Address, StringComparer.Ordinal).Select(fetch => fetch.End?.Fault));
    }

    [Fact]
    public async Task Wait_WhenDnsCannotSayAllAddresses_DoesNotEndWell()
    {
        _lab.Set(Good.With(new DnsFault.ServerFailure(DnsPlace.PolicyHost)));

        Assert.False((await WaitAsync(TimeSpan.FromSeconds(1), _ => { })).IsServed);
    }

    [Fact]
    public void IsServed_WhereOneAddressHasNoRouteFromHere_AsksTheOthers()
    {
        byte[] body = [1, 2, 3];
        var shown = new CertificateEvidence { DnsIds = ["good.example"], Issuer = "" };
        var fetched = new FetchEvidence
        {
            Address = "127.0.0.1",
            Tls = new TlsEvidence { Version = "TLS 1.3", Cipher = "", Chain = [shown] },
            Http = new HttpEvidence { Status = 200, Fields = [new HttpField("Content-Type", "text/plain")], Body = body },
        };
        var noRoute = new FetchEvidence { Address = "::1", End = new ConnectionEnd(ConnectionFault.NoRoute, ConnectionPhase.Connecting) };

        Assert.True(ServedWait.IsServed(View(fetched, noRoute), body));
        Assert.False(ServedWait.IsServed(View(noRoute), body));
        Assert.False(ServedWait.IsServed(View(), body));
    }

    private static PolicyHostEvidence View(params FetchEvidence[] fetches) => new()
    {
        Host = Domain,
        Ipv4 = new Lookup<string> { Name = "good.example", Type = "A", End = LookupEnd.NoData },
        Ipv6 = new Lookup<string> { Name = "good.example", Type = "AAAA", End = LookupEnd.NoData },
        Fetches = [.. fetches],
    };

    private Task<ServedOutcome> WaitAsync(TimeSpan patience, Action<PolicyHostEvidence> seen)
    {
        var dns = new DnsLookups(_lab.DnsEndPoint, TimeProvider.System);
        var fetcher = new PolicyFetcher(
            new FetchSettings { Port = _lab.HttpsPort, Roots = [X509Certificate2.CreateFromPem(_lab.RootPem)] }, TimeProvider.System);
        var wait = new ServedWait(new PolicyHostObserver(dns, fetcher), new SkippingTime());
        return wait.WaitAsync(Domain, Good.Policy!.Value, patience, seen, Cancellation);
    }

    /// <summary>A clock on which every pause is over as soon as it begins.</summary>
    private sealed class SkippingTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
