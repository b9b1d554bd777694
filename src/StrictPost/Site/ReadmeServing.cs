namespace StrictPost.Site;

/// <summary>The first steps of the README, which depend on what serves the site.</summary>
internal static class ReadmeServing
{
    /// <summary>How the file gets to where it is served.</summary>
    public static string Of(SitePlan plan) => plan.Target switch
    {
        SiteTarget.GitHubPages => $"""
            1. Put this folder into a GitHub repository of its own, in the branch `main`. One repository serves one domain.
            2. In the repository's settings, under Pages, choose "GitHub Actions" as the source and enter `{plan.Host}` as the custom domain.
            3. Publish this record:

            {HostRecord(plan).Replace("    ", "       ", StringComparison.Ordinal).TrimEnd()}

            4. Push, or run the workflow "MTA-STS policy" by hand. The first run may end with "does not serve exactly this policy" while
               the certificate is not there yet: run it again after the next step.

            """,
        SiteTarget.Nginx => $"""
            Copy this folder to `/var/www/{plan.Host}` and `nginx.conf` to where nginx includes its sites. Publish where the host is:

            {HostRecord(plan)}
            """,
        SiteTarget.Caddy => $"""
            Copy this folder to `/var/www/{plan.Host}` and add `Caddyfile` to yours. Publish where the host is:

            {HostRecord(plan)}
            """,
        _ => $"""
            Copy this folder to the root of a web server for `{plan.Host}`. It must answer with status 200, without any redirect, and with
            the media type `text/plain`. Publish where the host is:

            {HostRecord(plan)}
            """,
    };

    /// <summary>How the policy host gets its certificate.</summary>
    public static string Certificate(SitePlan plan) => plan.Target switch
    {
        SiteTarget.GitHubPages => "GitHub gets it by itself once the record is visible; that may take an hour. Then tick \"Enforce HTTPS\" in the same settings.",
        SiteTarget.Caddy => "Caddy gets it by itself when it starts and the host's name leads to it.",
        SiteTarget.Nginx => $"Get one for `{plan.Host}` from an authority that everybody trusts, such as with certbot, and see that it renews. `nginx.conf` names where it is expected.",
        _ => $"The server needs a certificate for `{plan.Host}` from an authority that everybody trusts, and TLS 1.2 or newer. See that the certificate renews: when it expires, senders cannot fetch the policy.",
    };

    private static string HostRecord(SitePlan plan)
    {
        string known = Readme.Table(plan, plan.Host);
        if (known.Length > 0)
            return known;
        return plan.Target == SiteTarget.GitHubPages
            ? $"    {plan.Host}  CNAME  YOUR-GITHUB-USER.github.io\n"
            : $"    {plan.Host}  A and AAAA  THE-SERVER'S-ADDRESSES\n";
    }
}
