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
    private const string PortVariable = "STRICTPOST_REMOTE_HTTPS_PORT";

    private const int DnsPort = 53;
    private const int HttpsPort = 443;

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
        Description = $"The port of the policy hosts (default: {PortVariable}, else 443).",
        HelpName = "PORT",
    };

    /// <summary>Gives a verb all of these options.</summary>
    public void AddTo(Command verb)
    {
        verb.Options.Add(_dns);
        verb.Options.Add(_roots);
        verb.Options.Add(_httpsPort);
    }

    /// <summary>Lookups at the chosen server.</summary>
    /// <exception cref="Refusal">The environment variable is no address.</exception>
    public DnsLookups Dns(ParseResult parsed)
    {
        var server = parsed.GetValue(_dns);
        if (server is null && Variable(DnsVariable) is { } text)
            server = ReadEndPoint(text) ?? throw new Refusal($"{DnsVariable} is `{text}`, which is no IP address with or without port.");
        return new DnsLookups(server, TimeProvider.System);
    }

    /// <summary>How policies are fetched.</summary>
    /// <exception cref="Refusal">A file or a number cannot be used.</exception>
    public FetchSettings Fetching(ParseResult parsed) => new()
    {
        Port = Port(parsed),
        Roots = (parsed.GetValue(_roots)?.FullName ?? Variable(RootsVariable)) is { } path ? ReadRoots(path) : null,
    };

    private int Port(ParseResult parsed)
    {
        if (parsed.GetValue(_httpsPort) is { } port)
            return IsPort(port) ? port : throw new Refusal($"{port} is no port.", "Give a number from 1 to 65535 to --https-port.");
        if (Variable(PortVariable) is not { } text)
            return HttpsPort;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && IsPort(number)
            ? number
            : throw new Refusal($"{PortVariable} is `{text}`, which is no port.", "Give it a number from 1 to 65535.");
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
            return new IPEndPoint(bare, DnsPort);
        return IPEndPoint.TryParse(text, out var server) && server.Port != 0 ? server : null;
    }

    private static bool IsPort(int number) => number is > 0 and <= IPEndPoint.MaxPort;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
