using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Server.Hosting;

namespace StrictPost.EndToEnd.Tests.Serving;

/// <summary>The policy server inside the test's own process, for plans that no command line can make.</summary>
internal sealed class ServerHere : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-");
    private readonly CertificateAuthority _authority;
    private PolicyServer _server = null!;
    private NodeData? _data;

    private ServerHere() =>
        _authority = CertificateAuthority.Create("Test CA", TimeProvider.System.GetUtcNow().AddDays(-1), TimeSpan.FromDays(30));

    /// <summary>The root that clients trust.</summary>
    public string RootFile => Path.Combine(_folder.FullName, "root.pem");

    public string Folder => _folder.FullName;

    public TestCertificates Certificates { get; private set; } = null!;

    public int Https => PortOf(ListenerRole.Https);

    public int PortOf(ListenerRole role) => _server.Listeners.First(listener => listener.Role == role).EndPoint.Port;

    /// <summary>Starts a server of these domains on loopback.</summary>
    /// <param name="domains">What is enrolled.</param>
    /// <param name="change">What is unusual about the plan.</param>
    /// <param name="time">The server's clock; null for the real one.</param>
    public static async Task<ServerHere> StartAsync(
        IEnumerable<string> domains, Func<ServerPlan, ServerPlan>? change = null, TimeProvider? time = null)
    {
        var here = new ServerHere();
        try
        {
            await here.StartAsync([.. domains], change ?? (plan => plan), time ?? TimeProvider.System);
            return here;
        }
        catch
        {
            await here.DisposeAsync();
            throw;
        }
    }

    /// <summary>A TLS connection by the platform's client, in the name of a domain's policy host.</summary>
    public async Task<SslStream> ConnectAsync(string domain, Action<SslClientAuthenticationOptions>? change = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Https, TestContext.Current.CancellationToken);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = $"mta-sts.{domain}",
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(RootFile) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        change?.Invoke(options);
        try
        {
            await stream.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs another program to its end.</summary>
    public Task<Ended> RunAsync(string program, params string[] arguments) => Started.RunAsync(program, Folder, arguments);

    /// <summary>Runs <c>openssl s_client</c> against the TLS port, with this to say.</summary>
    public Task<Ended> SClientAsync(string domain, string input, params string[] more) => Started.RunAsync(
        "openssl", Folder, input, new Dictionary<string, string>(StringComparer.Ordinal),
        ["s_client", "-connect", $"127.0.0.1:{Https}", "-servername", $"mta-sts.{domain}", "-CAfile", RootFile, .. more]);

    /// <summary>Takes nothing new, and finishes what is in flight.</summary>
    public Task StopAsync() => _server.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_data is not null)
            await _data.DisposeAsync();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(string[] domains, Func<ServerPlan, ServerPlan> change, TimeProvider time)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(RootFile, _authority.RootPem, cancellation);
        Certificates = new TestCertificates(_authority);
        var place = new StorePlace(Path.Combine(Folder, "data"));
        await using (var database = await Database.OpenAsync(place, TimeProvider.System, cancellation))
        {
            await using var transaction = await new DomainStore(database).BeginAsync(cancellation);
            foreach (string domain in domains)
                await transaction.SaveAsync(SettingsOf(domain), cancellation);
            await transaction.CommitAsync(cancellation);
        }

        var plan = new ServerPlan
        {
            Data = _data = await NodeData.OpenAsync(place, TimeProvider.System, cancellation),
            Certificates = Certificates,
            Listeners = [Loopback(ListenerRole.Https), Loopback(ListenerRole.Http), Loopback(ListenerRole.Operations)],
        };
        _server = await PolicyServer.StartAsync(change(plan), time, NullLoggerFactory.Instance, cancellation);
    }

    /// <summary>A free port of loopback.</summary>
    public static ListenerPlan Loopback(ListenerRole role) => new(role, [IPAddress.Loopback], Port: 0);

    private static DomainSettings SettingsOf(string domain)
    {
        Assert.True(DomainName.TryParse(domain, out var name));
        return new DomainSettings(name, StsPolicy.Parse($"version: STSv1\r\nmode: testing\r\nmx: mx.{domain}\r\nmax_age: 604800\r\n").Value!);
    }
}

/// <summary>Certificates made when they are asked for; which ones were is remembered.</summary>
internal sealed class TestCertificates(CertificateAuthority authority) : ICertificateSource
{
    private int _version;

    /// <summary>The hosts that were asked for, once each time.</summary>
    public ConcurrentQueue<string> Loads { get; } = new();

    /// <summary>Makes certificates of another kind.</summary>
    public Func<string, HostCertificate>? Instead { get; set; }

    /// <summary>From now on every host has a new certificate.</summary>
    public void Renew() => Interlocked.Increment(ref _version);

    public CertificateStamp StampOf(string host, DateTimeOffset now) => new(null, 1 + Volatile.Read(ref _version));

    public ValueTask<CertificateLoad> LoadAsync(string host, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Loads.Enqueue(host);
        return new(new CertificateLoad(Instead?.Invoke(host) ?? new HostCertificate(authority.Issue(Leaf(host, now)), []), null));
    }

    public static LeafRequest Leaf(string host, DateTimeOffset now) => new([host], now.AddHours(-1), now.AddDays(10));
}
