using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Publishing;

namespace StrictPost.Site;

/// <summary>The command line of <c>new</c>.</summary>
internal sealed class NewOptions
{
    private const string GitHubPages = "github-pages";

    public Argument<string[]> Domains { get; } = new("DOMAIN")
    {
        Description = "The mail domains: what stands after the @.",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<bool> MxFromDns { get; } = new("--mx-from-dns") { Description = "Take the mail hosts from the domain's MX records." };

    public Option<string> Target { get; } = new("--target")
    {
        Description = "What will serve the site.",
        DefaultValueFactory = _ => GitHubPages,
    };

    public Option<DirectoryInfo?> Output { get; } = new("--output")
    {
        Description = "The folder to write to; with several domains, one folder for each below it (default: ./mta-sts.DOMAIN).",
        HelpName = "DIR",
    };

    public Option<string?> GitHubUser { get; } = new("--github-user")
    {
        Description = "The GitHub user or organisation that will have the repository.",
        HelpName = "NAME",
    };

    public Option<DateTimeOffset?> Changed { get; } = new("--changed")
    {
        Description = "The time for a new id (default: now).",
        HelpName = "TIME",
        CustomParser = TimeOptions.ParseInstant,
    };

    public Option<bool> Force { get; } = new("--force") { Description = "Overwrite files." };

    public PolicyOptions Policy { get; } = new();

    public PublicationOptions Publication { get; } = new();

    public NetworkOptions Network { get; } = new();

    /// <summary>Gives the verb all of these.</summary>
    public void AddTo(Command verb)
    {
        Target.AcceptOnlyFromAmong(GitHubPages, "static", "nginx", "caddy");
        verb.Arguments.Add(Domains);
        foreach (Option option in (Option[])[MxFromDns, Target, Output, GitHubUser, Changed, Force])
            verb.Options.Add(option);
        Policy.AddTo(verb);
        Publication.AddTo(verb);
        Network.AddTo(verb);
    }

    /// <summary>What <see cref="Target"/> stands for.</summary>
    public SiteTarget TargetOf(ParseResult parsed) => parsed.GetRequiredValue(Target) switch
    {
        "static" => SiteTarget.Static,
        "nginx" => SiteTarget.Nginx,
        "caddy" => SiteTarget.Caddy,
        _ => SiteTarget.GitHubPages,
    };
}
