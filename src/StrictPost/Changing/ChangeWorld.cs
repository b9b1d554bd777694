using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Changes;
using StrictPost.Engine.Probing;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Checking;

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

    public ChangeObserver Observer(ParseResult parsed, Database database) => new(database, _network.Dns(parsed), Observing(parsed));

    /// <summary>Leads changes on in this world.</summary>
    /// <exception cref="Refusal">The configuration makes no sense.</exception>
    public ChangeRunner Runner(ParseResult parsed, Settings settings, Database database)
    {
        var dns = _network.Dns(parsed);
        var zones = parsed.GetValue(_publish) == "manual" ? Zones.None : Zones.Of(settings, dns, TimeProvider.System);
        return new ChangeRunner(
            database,
            Observer(parsed, database),
            new ChangeHands(database, zones.Publisher, zones.Delegation, zones.Ttl),
            new ChangeProof(dns, Observing(parsed), new CheckContext { IsPublicInternet = _network.Server(parsed) is null }, TimeProvider.System));
    }

    private ObserveSettings Observing(ParseResult parsed) => new()
    {
        HttpsPort = _network.HttpsPort(parsed),
        SmtpPort = _network.SmtpPort(parsed),
        Roots = _network.Roots(parsed),
        Authoritative = true,
        AuthoritativePort = AuthoritativePort(parsed),
    };

    private int AuthoritativePort(ParseResult parsed)
    {
        if (parsed.GetValue(_authoritativePort) is { } port)
            return port;
        return int.TryParse(Environment.GetEnvironmentVariable(AuthoritativeVariable), out int number) ? number : new ObserveSettings().AuthoritativePort;
    }
}
