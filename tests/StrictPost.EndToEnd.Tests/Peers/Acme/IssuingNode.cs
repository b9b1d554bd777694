using System.Collections.Concurrent;
using System.Net;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Issuance;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>A store with enrolled domains, and workers on it that get their certificates from Pebble.</summary>
internal sealed class IssuingNode : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ConcurrentQueue<IssuanceNote> _notes = new();
    private readonly SemaphoreSlim _noted = new(0);

    private IssuingNode(TemporaryFolder folder, Database database) => (_folder, Database) = (folder, database);

    public Database Database { get; }

    public StoreSecrets Secrets { get; } = StoreSecrets.Parse(StoreSecrets.NewKey(), "test");

    public CertificateStore Certificates => new(Database, Secrets);

    public IssuanceStore Work => new(Database, Secrets);

    public IReadOnlyCollection<IssuanceNote> Notes => _notes;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<IssuingNode> CreateAsync(TimeProvider time)
    {
        var folder = new TemporaryFolder();
        return new IssuingNode(folder, await Database.OpenAsync(new StorePlace(folder.Path), time, Cancellation));
    }

    public static IssuanceSettings Settings(AcmeWorld world, ChallengeType challenge) => new()
    {
        Authorities = [new AuthoritySettings(world.Pebble.Settings, new AccountRequest { AgreesToTerms = true })],
        Challenge = challenge,
        PolicyAddresses = [IPAddress.Loopback],
        Budgets = new Budgets { OrdersIn3Hours = 100_000, CertificatesPerDomainIn7Days = 100_000 },
        LookInterval = TimeSpan.FromMilliseconds(20),
    };

    public async Task EnrolAsync(IEnumerable<string> domains)
    {
        await using var transaction = await new DomainStore(Database).BeginAsync(Cancellation);
        foreach (string domain in domains)
        {
            var policy = new StsPolicy { Mode = PolicyMode.Testing, MaxAge = 86_400, Mx = [MxPattern.Parse("mx1.example.test").Value!] };
            await transaction.SaveAsync(new DomainSettings(DomainName.Parse(domain).Value!, policy), Cancellation);
        }

        await transaction.CommitAsync(Cancellation);
    }

    /// <summary>Lets a worker run until so many more notes came that fit.</summary>
    public async Task RunUntilAsync(IssuanceSettings settings, AcmeWorld world, Func<IssuanceNote, bool> fits, int count)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var worker = Worker(settings, world, "node-1");
        var running = worker.RunAsync(stop.Token);
        int seen = 0;
        for (int met = 0; met < count;)
        {
            if (await Task.WhenAny(_noted.WaitAsync(stop.Token), running) == running)
                await running;
            met += fits(_notes.ElementAt(seen++)) ? 1 : 0;
        }

        await stop.CancelAsync();
        await running;
    }

    public IssuanceWorker Worker(IssuanceSettings settings, AcmeWorld world, string holder) => new(
        Database, Secrets, new DnsLookups(new IPEndPoint(IPAddress.Loopback, world.Dns.Port), TimeProvider.System), settings, holder, Random.Shared.NextDouble, new Notebook(this));

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Dispose();
        _noted.Dispose();
    }

    private sealed class Notebook(IssuingNode node) : IProgress<IssuanceNote>
    {
        public void Report(IssuanceNote value)
        {
            node._notes.Enqueue(value);
            node._noted.Release();
        }
    }
}
