using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Certificates;
using StrictPost.Server.Hosting;

namespace StrictPost.EndToEnd.Tests.Serving;

/// <summary>The cache of TLS settings: what it keeps, and how often it loads.</summary>
public sealed class TlsCertificatesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-");
    private readonly CountingSource _source;
    private readonly TlsCertificates _certificates;

    public TlsCertificatesTests()
    {
        _source = new CountingSource(DevelopmentCertificates.Open(_folder.FullName, _time.GetUtcNow()).Certificates!);
        _certificates = new TlsCertificates(_source, capacity: 2, _time, NullLogger<TlsCertificates>.Instance);
    }

    public void Dispose()
    {
        _source.Inner.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Find_AnyHost_HasThatHostsCertificate()
    {
        foreach (string host in (string[])["a.example", "b.example", "c.example", "a.example", "B.Example"])
            Assert.True(_certificates.Find(host)!.ServerCertificateContext!.TargetCertificate.MatchesHostname(host));
    }

    [Fact]
    public void Find_MoreHostsThanItKeeps_LoadsTheOneNotUsedLongestAnew()
    {
        foreach (string host in (string[])["a", "b", "a", "c", "a", "b"])
            _certificates.Find(host);

        Assert.Equal(["a", "b", "c", "b"], _source.Loads, StringComparer.Ordinal);
    }

    [Fact]
    public void Find_ManyAtOnce_LoadsOnce()
    {
        Parallel.For(0, 50, _ => Assert.NotNull(_certificates.Find("a.example")));

        Assert.Single(_source.Loads);
    }

    [Fact]
    public void Find_AfterAWeek_HasANewLeaf()
    {
        var first = _certificates.Find("a.example");
        _time.Advance(TimeSpan.FromDays(8));

        Assert.NotSame(first, _certificates.Find("a.example"));
        Assert.Equal(2, _source.Loads.Count);
    }

    private sealed class CountingSource(DevelopmentCertificates inner) : ICertificateSource
    {
        public DevelopmentCertificates Inner => inner;

        public ConcurrentQueue<string> Loads { get; } = new();

        public CertificateStamp StampOf(string host, DateTimeOffset now) => inner.StampOf(host, now);

        public CertificateLoad Load(string host, DateTimeOffset now)
        {
            Loads.Enqueue(host);
            return inner.Load(host, now);
        }
    }
}
