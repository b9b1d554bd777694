using System.Globalization;

namespace StrictPost.Bench.Baseline;

/// <summary>How the bare Kestrel is set up; each setting can be tried against its usual value.</summary>
public sealed record BaselineSettings(int Port, string DomainList, string CertificateFolder, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>`cached` keeps one certificate context a domain; `fresh` makes one for each handshake.</summary>
    public bool CacheContexts => Is("context", "cached", "cached");

    /// <summary>`on` allows resumption, and with it one native context a domain; `off` makes one for each handshake.</summary>
    public bool Resume => Is("resume", "on", "on");

    public bool Http2 => Is("http", "1and2", "1");

    public bool InlineScheduling => Is("inline", "on", "off");

    public int? IoQueues => Values.TryGetValue("queues", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>`raw` answers below the middleware, as an IHttpApplication.</summary>
    public bool RawApplication => Is("app", "raw", "middleware");

    /// <param name="arguments">PORT DOMAINLIST CERTIFICATEFOLDER [KEY=VALUE]...</param>
    public static BaselineSettings Parse(IReadOnlyList<string> arguments) => new(
        int.Parse(arguments[0], CultureInfo.InvariantCulture), arguments[1], arguments[2],
        arguments.Skip(3).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal));

    private bool Is(string key, string value, string usual) =>
        string.Equals(Values.GetValueOrDefault(key, usual), value, StringComparison.Ordinal);
}
