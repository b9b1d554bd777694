using System.Net;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Fetching;
using StrictPost.Lab;
using StrictPost.Lab.World;
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
        Assert.Equal(_lab.HasIpv6 ? 2 : 1, outcome.LastSeen.Addresses.Length);
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
        Assert.All(outcome.LastSeen.Addresses, view => Assert.Equal(15, Assert.IsType<FetchOutcome.Fetched>(view.Outcome).Body.Length));
    }

    [Fact]
    public async Task Wait_WhenOneAddressServesNothing_DoesNotEndWell()
    {
        _lab.Set(Good with { PolicyHostAddresses = [IPAddress.Loopback, IPAddress.Parse("127.0.0.2")] });

        var outcome = await WaitAsync(TimeSpan.FromSeconds(30), _ => { });

        Assert.False(outcome.IsServed);
        Assert.Equal(
            [typeof(FetchOutcome.Fetched), typeof(FetchOutcome.NoConnection)],
            outcome.LastSeen.Addresses.OrderBy(view => view.Address.GetAddressBytes()[3]).Select(view => view.Outcome.GetType()));
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
        var shown = new PresentedCertificate([], null, "", default, default, "");
        var fetched = new AddressView(IPAddress.Loopback, new FetchOutcome.Fetched(body, shown));
        var noRoute = new AddressView(IPAddress.IPv6Loopback, new FetchOutcome.NoRoute());

        Assert.True(ServedWait.IsServed(View(fetched, noRoute), body));
        Assert.False(ServedWait.IsServed(View(noRoute), body));
        Assert.False(ServedWait.IsServed(View(), body));
    }

    private static PolicyHostView View(params AddressView[] addresses) =>
        new(Domain, new DnsOutcome<IPAddress>.NoData(), new DnsOutcome<IPAddress>.NoData(), [.. addresses]);

    private Task<ServedOutcome> WaitAsync(TimeSpan patience, Action<PolicyHostView> seen)
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
