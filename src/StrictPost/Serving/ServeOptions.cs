using System.CommandLine;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Nodes;
using StrictPost.Server.Hosting;
using StrictPost.Server.Proxies;

namespace StrictPost.Serving;

/// <summary>How <c>serve</c> writes what happens.</summary>
internal enum LogFormat
{
    /// <summary>One line each, for people.</summary>
    Text,

    /// <summary>One object each, for programs.</summary>
    Json,
}

/// <summary>The options of <c>serve</c>, and the plan that they make together with the settings.</summary>
internal sealed class ServeOptions(Terminal terminal)
{
    private const string HttpsOption = "--https-port";
    private const string HttpOption = "--http-port";
    private const string ProxyHttpOption = "--proxy-http-port";
    private const string OperationsOption = "--operations-port";

    private readonly StoreOptions _store = new();
    private readonly Option<string[]> _listen = new("--listen") { Description = "Address to listen on; may be given again. Without root: loopback.", HelpName = "ADDR" };
    private readonly Option<int?> _https = Port(HttpsOption, "Port that serves policies (443, or 8443 without root; 0: any free one).");
    private readonly Option<int?> _http = Port(HttpOption, "Port that leads browsers to HTTPS (80, or 8080 without root).");
    private readonly Option<int?> _proxyHttp = Port(ProxyHttpOption, "Port that serves trusted proxies over plain HTTP; the two above then open only where they are given.");
    private readonly Option<int?> _operations = Port(OperationsOption, "Port for /healthz and /readyz (8081).");
    private readonly Option<string[]> _operationsListen = new("--operations-listen") { Description = "Address of the operations port (loopback).", HelpName = "ADDR" };
    private readonly Option<DirectoryInfo?> _certificates = new("--certificates") { Description = "Folder with the policy hosts' PEM files. Without it: a development CA.", HelpName = "DIR" };
    private readonly Option<LogFormat?> _logFormat = new("--log-format") { Description = "How to log to standard error: text (on a terminal) or json (elsewhere)." };
    private readonly Option<bool> _accessLog = new("--access-log") { Description = "Log every request." };

    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[_listen, _https, _http, _proxyHttp, _operations, _operationsListen, _certificates, _logFormat, _accessLog])
            verb.Options.Add(option);
        _store.AddTo(verb);
    }

    /// <summary>The settings, with what the command line says on top.</summary>
    /// <exception cref="Refusal">Something in them makes no sense.</exception>
    public Settings Settings(ParseResult parsed)
    {
        var settings = _store.Read(parsed);
        foreach (var (key, values) in Given(parsed).Where(given => given.Values.Length > 0))
        {
            var raw = new RawSetting(key, values, "The command line", "");
            settings = SettingKey.All.Single(known => known.Name == key).Set(settings, raw);
        }

        return settings;
    }

    /// <summary>What the server needs to know.</summary>
    /// <exception cref="Refusal">Proxies are expected, and none is trusted.</exception>
    public ServerPlan Plan(ParseResult parsed, Settings settings, NodeData data, ICertificateSource certificates)
    {
        var serving = new ServerPlan
        {
            Data = data,
            Node = settings.Node,
            Certificates = certificates,
            Tls = settings.Tls,
            AccessLog = parsed.GetValue(_accessLog),
            TrustedProxies = new TrustedProxies(settings.TrustedProxies),
            ProxyProtocol = settings.ProxyProtocol,
            Listeners = ServeListeners.For(settings, Environment.IsPrivilegedProcess),
        };
        return settings.ConnectionsPerNetwork is { } most ? serving with { ConnectionsPerNetwork = most } : serving;
    }

    /// <summary>Logs to standard error, so that standard output holds only the lines for scripts.</summary>
    public ILoggerFactory Loggers(ParseResult parsed)
    {
        var format = parsed.GetValue(_logFormat) ?? (terminal.IsTerminal ? LogFormat.Text : LogFormat.Json);
        return LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
            if (format == LogFormat.Json)
                logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
            else
                logging.AddSimpleConsole(text => (text.SingleLine, text.TimestampFormat, text.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Disabled));
            logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        });
    }

    /// <summary>A port that cannot be opened, in the user's words.</summary>
    public static Refusal Refuse(ListenerException fault)
    {
        string option = fault.Role switch
        {
            ListenerRole.Https => HttpsOption,
            ListenerRole.Http => HttpOption,
            ListenerRole.ProxyHttp => ProxyHttpOption,
            ListenerRole.Smtp => "reports.smtp_port",
            _ => OperationsOption,
        };
        string address = fault.Role switch
        {
            ListenerRole.Operations => "--operations-listen",
            ListenerRole.Smtp => "reports.smtp_listen",
            _ => "--listen",
        };
        return fault.Error switch
        {
            SocketError.AddressAlreadyInUse => new Refusal(
                $"Port {fault.EndPoint.Port} on {fault.EndPoint.Address} is in use.", $"Stop the program that uses it, or choose another port with `{option}`."),
            SocketError.AccessDenied => new Refusal(
                $"Port {fault.EndPoint.Port} is for root only.", $"Start as root or with CAP_NET_BIND_SERVICE, or choose a port above 1023 with `{option}`."),
            _ => new Refusal(
                $"Cannot listen on {fault.EndPoint}: {fault.Error}.", $"Give an address of this machine with `{address}`."),
        };
    }

    private static Option<int?> Port(string name, string description) => new(name) { Description = description, HelpName = "PORT" };

    private (string Key, string[] Values)[] Given(ParseResult parsed) =>
    [
        ("listen", parsed.GetValue(_listen) ?? []),
        ("operations_listen", parsed.GetValue(_operationsListen) ?? []),
        ("https_port", Text(parsed.GetValue(_https))),
        ("http_port", Text(parsed.GetValue(_http))),
        ("proxy_http_port", Text(parsed.GetValue(_proxyHttp))),
        ("operations_port", Text(parsed.GetValue(_operations))),
        ("certificates.path", parsed.GetValue(_certificates) is { } folder ? [folder.ToString()] : []),
    ];

    private static string[] Text(int? port) => port is { } number ? [$"{number}"] : [];
}
