namespace StrictPost.EndToEnd.Tests.Publishing;

/// <summary>The configuration of DNS servers as the guide shows it: the servers of the tests run with nothing else.</summary>
internal static class GuideSnippet
{
    private const string Indent = "    ";

    /// <summary>The lines that the guide indents behind a server's name.</summary>
    /// <param name="server">As it stands in bold type.</param>
    /// <param name="zone">Takes the place of the guide's example.</param>
    /// <param name="key">The same for the key.</param>
    /// <param name="keyFile">Where the key is.</param>
    public static string Of(string server, string zone, (string Algorithm, string Secret) key, string keyFile)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository(), "docs", "guide", "dns.md"))
            .SkipWhile(line => !line.StartsWith($"**{server}**", StringComparison.Ordinal))
            .SkipWhile(line => !line.StartsWith(Indent, StringComparison.Ordinal))
            .TakeWhile(line => line.Length == 0 || line.StartsWith(Indent, StringComparison.Ordinal))
            .Select(line => line.Length == 0 ? "" : line[Indent.Length..]);
        string snippet = string.Join('\n', lines).TrimEnd();
        Assert.Contains("example.org", snippet, StringComparison.Ordinal);
        return snippet
            .Replace("example.org", zone, StringComparison.Ordinal)
            .Replace("the secret in the file", key.Secret, StringComparison.Ordinal)
            .Replace("hmac-sha256", key.Algorithm, StringComparison.Ordinal)
            .Replace("/etc/strictpost/update.key", keyFile, StringComparison.Ordinal)
            .Replace("192.0.2.0/24", "127.0.0.0/8", StringComparison.Ordinal);
    }

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "StrictPost.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside the repository");
        return folder;
    }
}
