using System.CommandLine;
using System.Collections.Immutable;
using System.Reflection;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;
using StrictPost.Publishing;
using StrictPost.Site;

namespace StrictPost.Verbs;

/// <summary><c>strictpost new</c>: writes a ready policy site.</summary>
internal sealed class NewVerb
{
    private const string GitHubPages = "github-pages";

    private readonly Argument<string[]> _domains = new("DOMAIN") { Description = "The mail domains: what stands after the @.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _mxFromDns = new("--mx-from-dns") { Description = "Take the mail hosts from the domain's MX records." };
    private readonly Option<string> _target = new("--target") { Description = "What will serve the site.", DefaultValueFactory = _ => GitHubPages };
    private readonly Option<DirectoryInfo?> _output = new("--output") { Description = "The folder to write to; with several domains, one folder for each below it (default: ./mta-sts.DOMAIN).", HelpName = "DIR" };
    private readonly Option<string?> _gitHubUser = new("--github-user") { Description = "The GitHub user or organisation that will have the repository.", HelpName = "NAME" };
    private readonly Option<DateTimeOffset?> _changed = new("--changed") { Description = "The time for a new id (default: now).", HelpName = "TIME", CustomParser = TimeOptions.ParseInstant };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite files." };
    private readonly PolicyOptions _policy = new();
    private readonly PublicationOptions _publication = new();
    private readonly NetworkOptions _network = new();
    private readonly Terminal _terminal;

    private NewVerb(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new Verb(
            "new",
            "Write a policy site: the policy, a page, the steps and, for GitHub Pages, a workflow.",
            "strictpost new example.org --mx mx1.example.org mx2.example.org --github-user example",
            "strictpost new example.org example.net --mx-from-dns --target nginx --output sites");
        new NewVerb(terminal).Fill(verb);
        return verb;
    }

    private void Fill(Verb verb)
    {
        verb.Arguments.Add(_domains);
        _target.AcceptOnlyFromAmong(GitHubPages, "static", "nginx", "caddy");
        foreach (Option option in (Option[])[_mxFromDns, _target, _output, _gitHubUser, _changed, _force])
            verb.Options.Add(option);
        _policy.AddTo(verb);
        _publication.AddTo(verb);
        _network.AddTo(verb);
        verb.SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var domains = parsed.GetRequiredValue(_domains).Select(PolicyOptions.Domain).Distinct().ToList();
        var sites = new List<PlannedSite>();
        foreach (var domain in domains)
        {
            string folder = Folder(parsed, domain, several: domains.Count > 1);
            var plan = await PlanAsync(parsed, domain, folder, cancellationToken);
            sites.Add(new PlannedSite(folder, SiteFiles.Of(plan)));
        }

        await SiteWriter.WriteAsync(sites, parsed.GetValue(_force), cancellationToken);
        foreach (var site in sites)
            await _terminal.Out.WriteLineAsync($"{site.Folder}: {site.Files.Count} files. Go on with {SiteFiles.ReadmePath} there.");
        return ExitCode.Fine;
    }

    private string Folder(ParseResult parsed, DomainName domain, bool several)
    {
        string own = $"{StsPolicy.HostLabel}.{domain}";
        return parsed.GetValue(_output) is { } output ? (several ? Path.Combine(output.ToString(), own) : output.ToString()) : own;
    }

    private async Task<SitePlan> PlanAsync(ParseResult parsed, DomainName domain, string folder, CancellationToken cancellationToken)
    {
        var policy = await PolicyAsync(parsed, domain, cancellationToken);
        string id = await PreviousId.InAsync(folder, policy.ToBody(), cancellationToken)
            ?? PolicyId.Create(policy.ToBody(), parsed.GetValue(_changed) ?? TimeProvider.System.GetUtcNow());
        var location = Location(parsed);
        ImmutableArray<ReportUri> rua = _policy.Rua(parsed) ?? [ReportAddress.Usual(domain, _terminal)];
        return new SitePlan
        {
            Domain = domain,
            Policy = policy,
            PolicyId = id,
            Records = Refusal.ValueOf(RecordSet.Of(new Publication
            {
                Domain = domain,
                PolicyHost = location,
                Record = new StsRecord(id),
                Reports = new TlsRptRecord(rua),
                Ttl = _publication.Ttl(parsed),
                Zone = _publication.Zone(parsed, domain),
            })),
            Target = Target(parsed),
            RecordsOptions = RecordsOptions(location, rua),
            ToolVersion = Version(),
        };
    }

    private async Task<StsPolicy> PolicyAsync(ParseResult parsed, DomainName domain, CancellationToken cancellationToken)
    {
        var asked = _policy.Mx(parsed);
        bool fromDns = parsed.GetValue(_mxFromDns);
        if (asked is not null && fromDns)
            throw new Refusal("--mx and --mx-from-dns contradict each other.", "Give one of them.");
        var policy = new StsPolicy
        {
            Mode = _policy.Mode(parsed) ?? DomainSettings.UsualMode,
            MaxAge = _policy.MaxAge(parsed) ?? DomainSettings.UsualMaxAge,
            Mx = fromDns ? await MxFromDns.OfAsync(_network.Dns(parsed), domain, _terminal, cancellationToken) : asked ?? [],
        };
        if (policy.Mx.IsEmpty && policy.Mode != PolicyMode.None)
            throw new Refusal("It is not known which hosts take the mail.", "Name them with --mx, or give --mx-from-dns.");
        foreach (var finding in PolicyOptions.Judged(policy))
            await _terminal.Error.WriteLineAsync($"note: {Printable.Escape(finding.Message)} {Printable.Escape(finding.Fix)}");
        return policy;
    }

    private PolicyHostLocation? Location(ParseResult parsed)
    {
        var location = _publication.Location(parsed);
        if (parsed.GetValue(_gitHubUser) is not { } user)
            return location;
        if (location is not null || Target(parsed) != SiteTarget.GitHubPages)
            throw new Refusal("--github-user says where GitHub Pages serve the site, and something else says otherwise.", "Give only one of --github-user, --policy-host and --address, and --github-user only for GitHub Pages.");
        return user.Contains('.') || DomainName.Parse($"{user}.github.io").Value is not { } pages
            ? throw new Refusal($"`{user}` is no GitHub user or organisation.", "Give the name as it stands in the address of its repositories.")
            : new PolicyHostLocation.Alias(pages);
    }

    private SiteTarget Target(ParseResult parsed) => parsed.GetRequiredValue(_target) switch
    {
        "static" => SiteTarget.Static,
        "nginx" => SiteTarget.Nginx,
        "caddy" => SiteTarget.Caddy,
        _ => SiteTarget.GitHubPages,
    };

    private static string RecordsOptions(PolicyHostLocation? location, ImmutableArray<ReportUri> rua)
    {
        string where = location switch
        {
            PolicyHostLocation.Alias alias => $" --policy-host {alias.Host}",
            PolicyHostLocation.Addresses addresses => $" --address {string.Join(' ', addresses.All)}",
            _ => "",
        };
        return where + string.Concat(rua.Select(uri => $" --rua {ShellWord.Of(uri.Text)}"));
    }

    private static string Version() =>
        typeof(NewVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
