using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Fetching;

namespace StrictPost.CommandLine;

/// <summary>
/// The options that lead a verb to another world than the public internet: a laboratory, or the inner side of a split DNS.
/// Each has an environment variable as its default, so that a script can set them once for all its calls.
/// </summary>
internal sealed class NetworkOptions
{
    private const string DnsVariable = "STRICTPOST_DNS";
    private const string RootsVariable = "STRICTPOST_CA";

    /// <summary>STRICTPOST_HTTPS_PORT is taken: it says where `serve` listens.</summary>
    private const string HttpsVariable = "STRICTPOST_REMOTE_HTTPS_PORT";
    private const string SmtpVariable = "STRICTPOST_REMOTE_SMTP_PORT";

    private const int UsualDnsPort = 53;
    private const int UsualHttpsPort = 443;
    private const int UsualSmtpPort = 25;

    private readonly Option<IPEndPoint?> _dns = new("--dns")
    {
        Description = $"The DNS server to ask, as an IP address with or without port (default: {DnsVariable}, else the system's).",
        HelpName = "HOST:PORT",
        CustomParser = ParseEndPoint,
    };

    private readonly Option<FileInfo?> _roots = new("--ca")
    {
        Description = $"A PEM file with the authorities to trust instead of the system's (default: {RootsVariable}).",
        HelpName = "FILE",
    };

    private readonly Option<int?> _httpsPort = new("--https-port")
    {
        Description = $"The port of the policy hosts (default: {HttpsVariable}, else {UsualHttpsPort}).",
        HelpName = "PORT",
    };

    private readonly Option<int?> _smtpPort = new("--smtp-port")
    {
        Description = $"The port of the mail hosts (default: {SmtpVariable}, else {UsualSmtpPort}).",
        HelpName = "PORT",
    };

    /// <summary>Gives a verb the options of one that asks DNS and fetches policies.</summary>
    public void AddTo(Command verb)
    {
        verb.Options.Add(_dns);
        verb.Options.Add(_roots);
        verb.Options.Add(_httpsPort);
    }

    /// <summary>Gives a verb that of one that asks DNS, and nobody else.</summary>
    public void AddDnsTo(Command verb) => verb.Options.Add(_dns);

    /// <summary>Gives a verb that of one that talks to mail hosts, too.</summary>
    public void AddSmtpTo(Command verb) => verb.Options.Add(_smtpPort);

    /// <summary>Lookups at the chosen server.</summary>
    /// <exception cref="Refusal">The environment variable is no address.</exception>
    public DnsLookups Dns(ParseResult parsed) => Dns(parsed, new DnsSettings());

    /// <summary>The same, with a patience of the verb's own.</summary>
    /// <exception cref="Refusal">The environment variable is no address.</exception>
    public DnsLookups Dns(ParseResult parsed, DnsSettings settings) => new(Server(parsed), settings, TimeProvider.System);

    /// <summary>The chosen DNS server; null for the system's, and so for the public internet.</summary>
    /// <exception cref="Refusal">The environment variable is no address.</exception>
    public IPEndPoint? Server(ParseResult parsed)
    {
        if (parsed.GetValue(_dns) is { } server)
            return server;
        return Variable(DnsVariable) is { } text
            ? ReadEndPoint(text) ?? throw new Refusal($"{DnsVariable} is `{text}`, which is no IP address with or without port.")
            : null;
    }

    /// <summary>How policies are fetched.</summary>
    /// <exception cref="Refusal">A file or a number cannot be used.</exception>
    public FetchSettings Fetching(ParseResult parsed) => new() { Port = HttpsPort(parsed), Roots = Roots(parsed) };

    /// <summary>The authorities to trust; null for the system's.</summary>
    /// <exception cref="Refusal">The file cannot be used.</exception>
    public X509Certificate2Collection? Roots(ParseResult parsed) =>
        (parsed.GetValue(_roots)?.FullName ?? Variable(RootsVariable)) is { } path ? ReadRoots(path) : null;

    /// <summary>The port of the policy hosts.</summary>
    /// <exception cref="Refusal">The number cannot be used.</exception>
    public int HttpsPort(ParseResult parsed, int usual = UsualHttpsPort) => Port(parsed.GetValue(_httpsPort), _httpsPort.Name, HttpsVariable, usual);

    /// <summary>The port of the mail hosts.</summary>
    /// <exception cref="Refusal">The number cannot be used.</exception>
    public int SmtpPort(ParseResult parsed, int usual = UsualSmtpPort) => Port(parsed.GetValue(_smtpPort), _smtpPort.Name, SmtpVariable, usual);

    private static int Port(int? given, string option, string variable, int usual)
    {
        if (given is { } port)
            return IsPort(port) ? port : throw new Refusal($"{port} is no port.", $"Give a number from 1 to 65535 to {option}.");
        if (Variable(variable) is not { } text)
            return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && IsPort(number)
            ? number
            : throw new Refusal($"{variable} is `{text}`, which is no port.", "Give it a number from 1 to 65535.");
    }

    private static X509Certificate2Collection ReadRoots(string path)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(path);
        }
        catch (CryptographicException)
        {
            roots.Clear();
        }

        return roots.Count > 0
            ? roots
            : throw new Refusal($"{path} holds no certificate in PEM form.", "Give the authority's certificate, from `-----BEGIN CERTIFICATE-----` on.");
    }

    private static IPEndPoint? ParseEndPoint(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        var server = ReadEndPoint(text);
        if (server is null)
            result.AddError($"`{text}` is no IP address with or without port, such as 192.0.2.53 or 127.0.0.1:5353.");
        return server;
    }

    private static IPEndPoint? ReadEndPoint(string text)
    {
        if (AddressText.Parse(text) is { } bare)
            return new IPEndPoint(bare, UsualDnsPort);
        return IPEndPoint.TryParse(text, out var server) && server.Port != 0 ? server : null;
    }

    private static bool IsPort(int number) => number is > 0 and <= IPEndPoint.MaxPort;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
