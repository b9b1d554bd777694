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
    private readonly PeerCertificates _authorities;
    private KnotServer? _knot;
    private UnboundResolver? _unbound;
    private NginxPolicyHosts? _nginx;
    private PostfixMailHosts? _postfix;

    public PeerWorld() => _authorities = new PeerCertificates(_folder.At("certificates"), TimeProvider.System.GetUtcNow());

    internal static ImmutableArray<PeerDomain> Domains { get; } =
        [.. PeerDomains.Retrieval.Concat(PeerDomains.Mail).Concat(PeerDomains.Dane).Select((domain, i) => domain with { Number = i + 1 })];

    internal NginxPolicyHosts Nginx => _nginx!;

    internal PostfixMailHosts Postfix => _postfix!;

    internal string RootFile => _authorities.RootFile;

    internal string Folder => _folder.Path;

    internal int DnsPort => _unbound!.Port;

    internal static PeerDomain Domain(string label) => Domains.Single(domain => domain.Label == label);

    public async ValueTask InitializeAsync()
    {
        // The servers' own users have to get through to what is theirs below.
        File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.OtherExecute);
        var certificates = MailCertificates();
        foreach (string zone in new[] { PeerZones.Signed, PeerZones.Plain, PeerZones.Bogus })
            _folder.Write($"knot/{zone}.zone", ZoneFile.Of(zone, Domains, certificates));
        _knot = await KnotServer.StartAsync(_folder.At("knot"));
        _unbound = await UnboundResolver.StartAsync(Directory.CreateDirectory(_folder.At("unbound")).FullName, _knot);
        _nginx = await NginxPolicyHosts.StartAsync(Directory.CreateDirectory(_folder.At("nginx")).FullName, Domains, _authorities);
        _postfix = await PostfixMailHosts.StartAsync(Directory.CreateDirectory(_folder.At("postfix")).FullName, Domains, certificates);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? server in new IAsyncDisposable?[] { _postfix, _nginx, _unbound, _knot })
        {
            if (server is not null)
                await server.DisposeAsync();
        }

        _authorities.Dispose();
        _folder.Dispose();
    }

    private Dictionary<string, PeerCertificate> MailCertificates() =>
        (from domain in Domains
         from i in Enumerable.Range(0, domain.MailHosts.Length)
         let host = domain.MailHosts[i]
         select (Name: domain.MailHostName(i), host))
        .ToDictionary(mail => mail.Name, mail => _authorities.For(mail.Name, mail.host.Certificate, mail.host.SendsIssuer), StringComparer.Ordinal);
}

/// <summary>The tests that share one <see cref="PeerWorld"/>.</summary>
[CollectionDefinition(Name)]
public sealed class PeerWorldTests : ICollectionFixture<PeerWorld>
{
    public const string Name = "Real peers";
}
