using System.CommandLine;
using System.Net;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Changes;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Probing;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Checking;
using StrictPost.Serving;

namespace StrictPost.Changing;

/// <summary>The world that a change is made in: which DNS server to ask, whom to trust, and whose zones we may write to.</summary>
internal sealed class ChangeWorld
{
    private const string AuthoritativeVariable = "STRICTPOST_AUTHORITATIVE_PORT";

    private readonly NetworkOptions _network = new();
    private readonly Option<int?> _authoritativePort = new("--authoritative-port")
    {
        Description = $"The port of the zones' servers (default: {AuthoritativeVariable}, else 53).",
        HelpName = "PORT",
    };

    private readonly Option<string> _publish = new("--publish")
    {
        Description = "Who publishes records: `auto` (this program, where `[dns]` lets it) or `manual` (you; it prints them, and waits until they are seen).",
        HelpName = "auto|manual",
        DefaultValueFactory = _ => "auto",
    };

    public ChangeWorld() => _publish.AcceptOnlyFromAmong("auto", "manual");

    public void AddTo(Command verb)
    {
        _network.AddTo(verb);
        _network.AddSmtpTo(verb);
        verb.Options.Add(_authoritativePort);
    }

    public void AddPublishTo(Command verb) => verb.Options.Add(_publish);

    /// <summary>True where the owner publishes records himself.</summary>
    public bool IsByHand(ParseResult parsed) => parsed.GetValue(_publish) == "manual";

    /// <summary>Looks into this world.</summary>
    /// <exception cref="Refusal">An option, or the configuration, makes no sense.</exception>
    public ChangeObserver Observer(ParseResult parsed, Settings settings, Database database) =>
        new(database, Dns(parsed, settings), Observing(parsed, settings), Context(parsed, settings), TimeProvider.System);

    /// <summary>Leads changes on in this world.</summary>
    /// <exception cref="Refusal">An option, or the configuration, makes no sense.</exception>
    public ChangeRunner Runner(ParseResult parsed, Settings settings, Database database)
    {
        var dns = Dns(parsed, settings);
        var zones = IsByHand(parsed) ? Zones.None : Zones.Of(settings, dns, TimeProvider.System);
        return new ChangeRunner(
            database,
            Observer(parsed, settings, database),
            new ChangeHands(database, zones.Publisher, zones.Delegation, zones.Ttl),
            new ChangeProof(dns, Observing(parsed, settings), Context(parsed, settings), TimeProvider.System));
    }

    private CheckContext Context(ParseResult parsed, Settings settings) => new() { IsPublicInternet = Server(parsed, settings) is null };

    private DnsLookups Dns(ParseResult parsed, Settings settings) => new(Server(parsed, settings), TimeProvider.System);

    private IPEndPoint? Server(ParseResult parsed, Settings settings) => _network.Server(parsed) ?? settings.Monitor.Dns;

    /// <summary>What the command line and the environment leave open is as `serve` has it.</summary>
    private ObserveSettings Observing(ParseResult parsed, Settings settings)
    {
        var serving = ServeMonitors.Observing(settings.Monitor);
        return serving with
        {
            HttpsPort = _network.HttpsPort(parsed, serving.HttpsPort),
            SmtpPort = _network.SmtpPort(parsed, serving.SmtpPort),
            Roots = _network.Roots(parsed) ?? serving.Roots,
            Authoritative = true,
            AuthoritativePort = AuthoritativePort(parsed) ?? serving.AuthoritativePort,
        };
    }

    private int? AuthoritativePort(ParseResult parsed)
    {
        if (parsed.GetValue(_authoritativePort) is { } port)
            return port;
        return int.TryParse(Environment.GetEnvironmentVariable(AuthoritativeVariable), out int number) ? number : null;
    }
}
