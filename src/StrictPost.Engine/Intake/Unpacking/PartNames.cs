namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>What labels promise. They decide only whether a part that is no report is worth a complaint.</summary>
internal static class PartNames
{
    private const int Longest = 100;

    private static readonly string[] Types = ["tlsrpt", "gzip", "zip", "json", "octet-stream", "zlib"];
    private static readonly string[] Endings = [".json", ".gz", ".zip", ".tlsrpt", ".eml"];

    /// <summary>Whether a media type or a file's name says that there may be a report (RFC 8460 §5.1, §6.4).</summary>
    public static bool ClaimReport(string mediaType, string? fileName) =>
        Types.Any(type => mediaType.Contains(type, StringComparison.OrdinalIgnoreCase))
        || (fileName is not null && Endings.Any(ending => fileName.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A name for a message: cut, and never empty.</summary>
    public static string For(string? fileName, string otherwise)
    {
        string name = string.IsNullOrWhiteSpace(fileName) ? otherwise : fileName.Trim();
        return name.Length > Longest ? name[..Longest] + "…" : name;
    }
}
