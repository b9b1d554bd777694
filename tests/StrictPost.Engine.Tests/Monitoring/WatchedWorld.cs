using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using StrictPost.Engine.Alerts;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Monitoring;
using StrictPost.Engine.Probing;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Tests.Alerts;
using StrictPost.Engine.Tests.Storage;
using StrictPost.Lab;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Tests.Monitoring;

/// <summary>A lab with one enrolled domain that is watched, a receiver of messages, and a clock that the test moves from look to look.</summary>
internal sealed class WatchedWorld : IAsyncDisposable, IProgress<MonitorNote>, IProgress<AlertNote>
{
    public const string Domain = "example.org";

    /// <summary>The clock is the test's: no deadline is to pass while it is moved.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly Channel<DomainLooked> _looks = Channel.CreateUnbounded<DomainLooked>();
    private readonly Channel<AlertNote> _alerts = Channel.CreateUnbounded<AlertNote>();
    private readonly CancellationTokenSource _stop = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-");
    private readonly X509Certificate2Collection _roots = [];
    private Database _database = null!;
    private MonitorWorker? _worker;
    private WebhookChannel? _channel;
    private Task _running = Task.CompletedTask;

    private WatchedWorld(RunningLab lab, TestStore store, AlertReceiver receiver) => (Lab, Store, Receiver) = (lab, store, receiver);

    public RunningLab Lab { get; }

    public TestStore Store { get; }

    public AlertReceiver Receiver { get; }

    public Database Database => _database;

    public List<IncidentNoted> Notices { get; } = [];

    /// <summary>A world in which all is well, and the first look has been made.</summary>
    public static async Task<WatchedWorld> StartAsync(PolicyMode mode = PolicyMode.Enforce, Func<AlertPlan, AlertPlan>? change = null, int[]? answers = null)
    {
        var store = new StoreFolder();
        var lab = await RunningLab.StartAsync(LabWorld.Healthy(Domain, mode), store.Time, TestContext.Current.CancellationToken);
        var world = new WatchedWorld(lab, store, new AlertReceiver(answers ?? []));
        try
        {
            await world.EnrolAsync(mode);
            await world.WatchAsync(change ?? (plan => plan));
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Moves the clock until the next look has been made.</summary>
    public async Task<DomainLooked> LookAgainAsync()
    {
        var next = _looks.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        // The worker sets its timer when it has nothing to do: a clock that moves before is moved again.
        var due = Moment(await Store.SqlAsync("SELECT due_at FROM monitor;"));
        if (due > Store.Time.GetUtcNow())
            Store.Time.SetUtcNow(due);
        return await TickUntilAsync(next);
    }

    /// <summary>Looks again and again for a time.</summary>
    public async Task LookForAsync(TimeSpan time)
    {
        for (var end = Store.Time.GetUtcNow() + time; Store.Time.GetUtcNow() < end;)
            await LookAgainAsync();
    }

    /// <summary>The next message that a channel was tried with.</summary>
    public async Task<AlertNote> NextAlertAsync()
    {
        // One that failed is tried again much later; one that is on its way is left its time.
        var due = Moment(await Store.SqlAsync("SELECT coalesce(min(due_at), 0) FROM alert WHERE standing = 'waiting' AND error IS NOT NULL;"));
        if (due > Store.Time.GetUtcNow())
            Store.Time.SetUtcNow(due);
        return await TickUntilAsync(_alerts.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask());
    }

    public void SetMx(params string[] hosts) =>
        Lab.Change(world => world.ChangeDomain(Domain, domain => domain with { Mx = [.. hosts.Select(host => new LabMx(10, host))] }));

    public void Report(MonitorNote value)
    {
        if (value is DomainLooked look)
            Assert.True(_looks.Writer.TryWrite(look));
        else if (value is IncidentNoted incident)
            Notices.Add(incident);
    }

    public void Report(AlertNote value) => Assert.True(_alerts.Writer.TryWrite(value));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        if (_worker is not null)
            await _worker.DisposeAsync();
        _channel?.Dispose();
        if (_database is not null)
            await _database.DisposeAsync();
        await Lab.DisposeAsync();
        await Store.DisposeAsync();
        Receiver.Dispose();
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task EnrolAsync(PolicyMode mode)
    {
        var (_, enrolled) = await Store.SaveAsync(TestStore.Settings(Domain, mode, $"mx.{Domain}"));
        Lab.Change(world => world.ChangeDomain(Domain, domain => domain with
        {
            Record = $"v=STSv1; id={enrolled.PolicyId};",
            Policy = Encoding.UTF8.GetBytes(enrolled.Settings.Policy.ToBody()),
        }));
    }

    private async Task WatchAsync(Func<AlertPlan, AlertPlan> change)
    {
        string secret = Path.Combine(_folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, "s3cret\n", TestContext.Current.CancellationToken);
        _database = await Store.OpenAsync();
        _roots.ImportFromPem(Lab.RootPem);
        _channel = new WebhookChannel(new WebhookSettings(Receiver.Address, secret), Store.Time);
        var plan = change(new AlertPlan { Channels = [_channel.Name] });
        var observing = new ObserveSettings { HttpsPort = Lab.HttpsPort, SmtpPort = Lab.SmtpPort, Roots = _roots, ConnectDeadline = Long, FetchDeadline = Long, ReplyDeadline = Long };
        _worker = new MonitorWorker(
            _database, new DnsLookups(Lab.DnsEndPoint, TimeProvider.System), observing, new MonitorSettings { IsPublicInternet = false }, plan, () => 0.5, this);
        _running = Task.WhenAll(_worker.RunAsync(_stop.Token), new AlertWorker(_database, [_channel], plan, this).RunAsync(_stop.Token));
        await TickUntilAsync(_looks.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask());
    }

    /// <summary>The workers ask the store once a second of a clock that stands still until it is moved.</summary>
    private async Task<T> TickUntilAsync<T>(Task<T> awaited)
    {
        do
            Store.Time.Advance(TimeSpan.FromSeconds(1));
        while (await Task.WhenAny(awaited, Task.Delay(300, TestContext.Current.CancellationToken)) != awaited);
        return await awaited;
    }

    private static DateTimeOffset Moment(string number) => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
}
