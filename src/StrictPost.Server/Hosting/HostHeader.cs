namespace StrictPost.Server.Hosting;

/// <summary>Reading the Host header (RFC 9110 §7.2).</summary>
internal static class HostHeader
{
    /// <summary>The host without the port and the root's dot. Its case stays.</summary>
    public static string NameIn(string header)
    {
        int colon = header.LastIndexOf(':');
        bool port = colon >= 0 && header.IndexOf(']', colon) < 0;
        var name = port ? header.AsSpan(0, colon) : header;
        if (name.EndsWith('.'))
            name = name[..^1];
        return name.Length == header.Length ? header : name.ToString();
    }

    /// <summary>True where the client says that it came to a port of its own choice.</summary>
    public static bool NamesPort(string header) => header.LastIndexOf(':') is >= 0 and var colon && header.IndexOf(']', colon) < 0;
}
