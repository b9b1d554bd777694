using System.Collections.Immutable;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>
/// A small internet of real servers on loopback: Knot signs, Unbound validates, nginx serves policies, Postfix takes mail.
/// Started once for all tests that use it.
/// </summary>
public sealed class PeerWorld : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PeerCertificates? _authorities;
    private KnotServer? _knot;
    private SecondKnotServer? _second;
    private UnboundResolver? _unbound;
    private NginxPolicyHosts? _nginx;
    private PostfixMailHosts? _postfix;

    private readonly Lazy<Task<IReadOnlyDictionary<string, CheckedDomain>>> _checked;

    public PeerWorld() => _checked = new(CheckAllAsync);

    internal static ImmutableArray<PeerDomain> Domains { get; } =
        [.. PeerDomains.Retrieval.Concat(PeerDomains.Mail).Concat(PeerDomains.Dane).Select((domain, i) => domain with { Number = i + 1 })];

    internal NginxPolicyHosts Nginx => _nginx!;

    internal PostfixMailHosts Postfix => _postfix!;

    internal string RootFile => _authorities!.RootFile;

    internal string Folder => _folder.Path;

    internal int DnsPort => _unbound!.Port;

    internal int AuthorityPort => _knot!.Port;

    /// <summary>What one <c>strictpost check</c> of all domains says, by domain.</summary>
    internal Task<IReadOnlyDictionary<string, CheckedDomain>> CheckedAsync() => _checked.Value;

    /// <summary>Runs <c>strictpost check</c> against this world.</summary>
    internal Task<Ended> CheckAsync(params string[] more) => Started.StrictPostAsync(
        Folder,
        [
            "check", "--dns", $"127.0.0.1:{DnsPort}", "--ca", RootFile, "--https-port", $"{Nginx.Port}", "--smtp-port", $"{Postfix.Port}",
            "--format", "json", .. more,
        ]);

    internal static PeerDomain Domain(string label) => Domains.Single(domain => domain.Label == label);

    public async ValueTask InitializeAsync()
    {
        // The servers' own users have to get through to what is theirs below.
        File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.OtherExecute);
        _authorities = await PeerCertificates.CreateAsync(_folder.At("certificates"), TimeProvider.System.GetUtcNow());
        var certificates = await MailCertificatesAsync(_authorities);
        foreach (string zone in PeerZones.All)
            _folder.Write($"knot/{zone}.zone", ZoneFile.Of(zone, Domains, certificates));
        _knot = await KnotServer.StartAsync(_folder.At("knot"));
        _folder.Write($"second/{PeerZones.Torn}.zone", ZoneFile.Behind(Domains));
        _second = await SecondKnotServer.StartAsync(_folder.At("second"), _knot.Port);
        _unbound = await UnboundResolver.StartAsync(Directory.CreateDirectory(_folder.At("unbound")).FullName, _knot);
        _nginx = await NginxPolicyHosts.StartAsync(Directory.CreateDirectory(_folder.At("nginx")).FullName, Domains, _authorities);
        _postfix = await PostfixMailHosts.StartAsync(Directory.CreateDirectory(_folder.At("postfix")).FullName, Domains, certificates);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? server in new IAsyncDisposable?[] { _postfix, _nginx, _unbound, _second, _knot })
        {
            if (server is not null)
                await server.DisposeAsync();
        }

        _authorities?.Dispose();
        _folder.Dispose();
    }

    private async Task<IReadOnlyDictionary<string, CheckedDomain>> CheckAllAsync() =>
        CheckedDomain.ReadAll((await CheckAsync([.. Domains.Select(domain => domain.Name)])).Output);

    private static async Task<Dictionary<string, PeerCertificate>> MailCertificatesAsync(PeerCertificates authorities)
    {
        var certificates = new Dictionary<string, PeerCertificate>(StringComparer.Ordinal);
        foreach (var domain in Domains)
        {
            for (int i = 0; i < domain.MailHosts.Length; i++)
            {
                string name = domain.MailHostName(i);
                certificates.Add(name, await authorities.ForAsync(name, domain.MailHosts[i].Certificate, domain.MailHosts[i].SendsIssuer));
            }
        }

        return certificates;
    }
}

/// <summary>The tests that share one <see cref="PeerWorld"/>.</summary>
[CollectionDefinition(Name)]
public sealed class PeerWorldTests : ICollectionFixture<PeerWorld>
{
    public const string Name = "Real peers";
}
