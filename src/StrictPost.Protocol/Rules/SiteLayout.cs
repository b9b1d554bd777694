using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Rules;

/// <summary>
/// Where a policy lies among the files of a web site, by names alone. Senders ask for exactly
/// <c>/.well-known/mta-sts.txt</c>, in this case (RFC 8461 §3.3, RFC 8615).
/// </summary>
public static class SiteLayout
{
    private const string Folder = ".well-known";
    private const string File = "mta-sts.txt";

    /// <summary>True for names such as <c>MTA-STS.txt</c>, <c>mta_sts.txt</c> and <c>mta-sts.txt.txt</c>, and the right one.</summary>
    public static bool LooksLikePolicy(string fileName)
    {
        string bare = fileName.ToLowerInvariant().Replace('_', '-');
        return bare is "mta-sts" or "mta-sts.text" or "mtasts.txt" || (bare.StartsWith("mta-sts.txt", StringComparison.Ordinal) && bare.Replace(".txt", "", StringComparison.Ordinal) == "mta-sts");
    }

    /// <summary>True when a web server that serves the folder above finds the policy under this path.</summary>
    public static bool IsServed(string path) => Split(path) is [.., Folder, File];

    /// <summary>What to say of one file that was named by its path: it may lie anywhere while it is a draft.</summary>
    public static IEnumerable<Finding> JudgeFile(string path)
    {
        if (Split(path) is [.., var name] && LooksLikePolicy(name) && !IsServed(path))
            yield return SiteFindings.Elsewhere.Found(path, Expected(path));
    }

    /// <summary>What to say of a whole site, given the paths of its files relative to its root, with <c>/</c>.</summary>
    public static IEnumerable<Finding> JudgeSite(IReadOnlyList<string> paths)
    {
        var candidates = paths.Where(path => LooksLikePolicy(Split(path)[^1])).ToList();
        var astray = candidates.Where(path => !IsServed(path)).ToList();
        if (candidates.Count == 0)
            return [SiteFindings.PolicyMissing.Found()];
        var kind = astray.Count == candidates.Count ? SiteFindings.Misplaced : SiteFindings.Elsewhere;
        return astray.Select(path => kind.Found(path, Expected(path))).Concat(JudgePages(paths));
    }

    /// <summary>GitHub Pages: Jekyll drops folders that start with a dot, and the domain is set by a CNAME file.</summary>
    private static IEnumerable<Finding> JudgePages(IReadOnlyList<string> paths)
    {
        bool jekyll = paths.Contains("_config.yml", StringComparer.Ordinal) || paths.Contains("Gemfile", StringComparer.Ordinal);
        if (jekyll && !paths.Contains(".nojekyll", StringComparer.Ordinal))
            yield return SiteFindings.Jekyll.Found();
    }

    private static string Expected(string path)
    {
        var folders = Split(path)[..^1];
        bool inWellKnown = folders is [.., var last] && last.Trim('.').Replace('_', '-').Equals("well-known", StringComparison.OrdinalIgnoreCase);
        return string.Join('/', [.. inWellKnown ? folders[..^1] : folders, Folder, File]);
    }

    private static string[] Split(string path) => path.Replace('\\', '/').Split('/');
}
