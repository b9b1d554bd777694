using System.Collections.Immutable;

namespace StrictPost.Site;

/// <summary>The files of a policy site, worked out from its plan alone.</summary>
internal static class SiteFiles
{
    /// <summary>Where the policy is in the site.</summary>
    public const string PolicyPath = ".well-known/mta-sts.txt";

    /// <summary>Where the explanation is in the site.</summary>
    public const string ReadmePath = "README.md";

    /// <summary>All files, by path.</summary>
    public static ImmutableArray<SiteFile> Of(SitePlan plan)
    {
        SiteFile[] everywhere =
        [
            new(PolicyPath, plan.Policy.ToBody()),
            new("index.html", IndexPage.Of(plan)),
            new(ReadmePath, Readme.Of(plan)),
        ];
        return [.. everywhere.Concat(ForTarget(plan)).OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static SiteFile[] ForTarget(SitePlan plan) => plan.Target switch
    {
        SiteTarget.GitHubPages =>
        [
            new(".nojekyll", ""), // Jekyll leaves out folders that start with a dot
            new("CNAME", $"{plan.Host}\n"),
            new(".gitattributes", $"# The id belongs to the policy byte for byte: keep its line ends.\n{PolicyPath} -text\n"),
            new(".github/workflows/mta-sts.yml", PagesWorkflow.Of(plan)),
        ],
        SiteTarget.Nginx => [new("nginx.conf", NginxServer.Of(plan))],
        SiteTarget.Caddy => [new("Caddyfile", CaddySite.Of(plan))],
        _ => [],
    };
}
