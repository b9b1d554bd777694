using System.Text.RegularExpressions;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Site;

/// <summary>
/// The id in the README of a site that was written before. It stays as long as it fits the policy, so writing a site
/// again changes nothing.
/// </summary>
internal static partial class PreviousId
{
    private const int LongestReadme = 1 << 20;

    /// <summary>The id, or null where there is none for this body.</summary>
    public static async Task<string?> InAsync(string folder, string body, CancellationToken cancellationToken)
    {
        var readme = new FileInfo(Path.Combine(folder, SiteFiles.ReadmePath));
        if (!readme.Exists || readme.Length > LongestReadme)
            return null;
        string text = await File.ReadAllTextAsync(readme.FullName, cancellationToken);
        return RecordIn().Matches(text).Select(match => match.Groups["id"].Value).FirstOrDefault(id => PolicyId.Fits(id, body));
    }

    [GeneratedRegex(@"v=STSv1; id=(?<id>[0-9]{19});", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RecordIn();
}
