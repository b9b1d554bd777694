using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Certificates;
using StrictPost.Server.Tls;

namespace StrictPost.EndToEnd.Tests.Serving;

/// <summary>The cache of certificates: what it keeps, and how often it loads.</summary>
public sealed class TlsCertificatesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-");
    private readonly DevelopmentCertificates _authority;
    private readonly RecordingSource _source;
    private readonly TlsCertificates<Ready> _certificates;

    public TlsCertificatesTests()
    {
        _authority = DevelopmentCertificates.Open(_folder.FullName, _time.GetUtcNow()).Certificates!;
        _source = new RecordingSource(_authority);
        var loader = new CertificateLoader<Ready>(_source, certificate => new Ready(certificate.Leaf), _time, NullLogger.Instance);
        _certificates = new TlsCertificates<Ready>(loader, capacity: 2, _time);
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Find_AnyHost_HasThatHostsCertificate()
    {
        foreach (string host in (string[])["a.example", "b.example", "c.example", "a.example", "B.Example"])
            Assert.True((await FindAsync(host))!.Leaf.MatchesHostname(host));
    }

    [Fact]
    public async Task Find_MoreHostsThanItKeeps_LoadsTheOneNotUsedLongestAnew()
    {
        foreach (string host in (string[])["a", "b", "a", "c", "a", "b"])
            await FindAsync(host);

        Assert.Equal(["a", "b", "c", "b"], _source.Loads, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Find_ManyAtOnceWhileItLoads_LoadsOnce()
    {
        var load = new TaskCompletionSource<CertificateLoad>(TaskCreationOptions.RunContinuationsAsynchronously);
        _source.Next = load.Task;

        var finds = Enumerable.Range(0, 50).Select(_ => FindAsync("a.example")).ToList();
        load.SetResult(await _authority.LoadAsync("a.example", _time.GetUtcNow(), TestContext.Current.CancellationToken));

        Assert.Single((await Task.WhenAll(finds)).Distinct());
        Assert.Single(_source.Loads);
    }

    [Fact]
    public async Task Find_ClientGoesAwayWhileItLoads_OthersGetIt()
    {
        var load = new TaskCompletionSource<CertificateLoad>(TaskCreationOptions.RunContinuationsAsynchronously);
        _source.Next = load.Task;
        using var gone = new CancellationTokenSource();

        var first = _certificates.FindAsync("a.example", gone.Token).AsTask();
        var second = _certificates.FindAsync("a.example", gone.Token).AsTask();
        var third = FindAsync("a.example");
        await gone.CancelAsync();
        load.SetResult(await _authority.LoadAsync("a.example", _time.GetUtcNow(), TestContext.Current.CancellationToken));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.NotNull(await third);
        Assert.Same(await first, await third);
    }

    [Fact]
    public async Task Find_AfterAWeek_HasANewLeafAndTheOldOneIsDisposed()
    {
        var first = await FindAsync("a.example");
        _time.Advance(TimeSpan.FromDays(8));

        Assert.NotSame(first, await FindAsync("a.example"));
        Assert.True(first!.IsDisposed);
        Assert.Equal(2, _source.Loads.Count);
    }

    [Fact]
    public async Task Find_Evicted_IsDisposed()
    {
        var first = await FindAsync("a.example");
        await FindAsync("b.example");
        await FindAsync("c.example");

        Assert.True(first!.IsDisposed);
    }

    [Fact]
    public async Task Find_HostWithoutCertificate_IsLookedForOnceInAWhile()
    {
        _source.Next = Task.FromResult(new CertificateLoad(null, "There is none."));

        for (int i = 0; i < 1000; i++)
            Assert.Null(await FindAsync("a.example"));
        Assert.Single(_source.Loads);

        _time.Advance(TimeSpan.FromMinutes(1));
        _source.Next = null;
        Assert.NotNull(await FindAsync("a.example"));
        Assert.Equal(2, _source.Loads.Count);
    }

    [Fact]
    public async Task Find_SourceThatNeverAnswers_IsGivenUp()
    {
        _source.Next = new TaskCompletionSource<CertificateLoad>().Task;

        var find = FindAsync("a.example");
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await find);
    }

    private Task<Ready?> FindAsync(string host) => _certificates.FindAsync(host, TestContext.Current.CancellationToken).AsTask();

    private sealed class Ready(X509Certificate2 leaf) : IDisposable
    {
        public X509Certificate2 Leaf => leaf;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class RecordingSource(DevelopmentCertificates inner) : ICertificateSource
    {
        public ConcurrentQueue<string> Loads { get; } = new();

        /// <summary>What the next loads come to; null asks the authority.</summary>
        public Task<CertificateLoad>? Next { get; set; }

        public CertificateStamp StampOf(string host, DateTimeOffset now) => inner.StampOf(host, now);

        public async ValueTask<CertificateLoad> LoadAsync(string host, DateTimeOffset now, CancellationToken cancellationToken)
        {
            Loads.Enqueue(host);
            return await (Next?.WaitAsync(cancellationToken) ?? inner.LoadAsync(host, now, cancellationToken).AsTask());
        }
    }
}
