using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with where a policy lies among the files of a web site.</summary>
internal static class SiteFindings
{
    private const string Rfc = "RFC 8461 §3.3";
    private const string NotFound = "Senders ask for exactly `https://mta-sts.<domain>/.well-known/mta-sts.txt`. Under any other name "
        + "or folder the answer is 404, and the domain has no MTA-STS. ";

    public static readonly FindingKind PolicyMissing = new("site-policy-missing", Error, Rfc)
    {
        Message = "There is no `.well-known/mta-sts.txt` in this folder.",
        Fix = "Create it, for example with `strictpost new`.",
        Why = NotFound,
    };

    public static readonly FindingKind Misplaced = new("site-policy-misplaced", Error, Rfc)
    {
        Message = "The policy lies at `{value}`, where senders do not look.",
        Fix = "Move it to `{expected}`.",
        Why = NotFound + "The folder's name starts with a dot, and the file's name is lower-case and ends in one `.txt`.",
    };

    public static readonly FindingKind Elsewhere = new("site-policy-elsewhere", Warning, Rfc)
    {
        Message = "Senders do not find a policy at `{value}`.",
        Fix = "If this file is meant to be served, it belongs at `{expected}`; if it is a leftover, delete it.",
        Why = NotFound,
    };

    public static readonly FindingKind Jekyll = new("site-jekyll-drops-folder", Warning, Rfc)
    {
        Message = "This site is built by Jekyll, which drops folders that start with a dot.",
        Fix = "Add an empty file `.nojekyll`, or `include: [\".well-known\"]` to `_config.yml`.",
        Why = NotFound + "GitHub Pages builds sites with Jekyll unless told otherwise.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } = [PolicyMissing, Misplaced, Elsewhere, Jekyll];
}
