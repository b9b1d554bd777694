using System.Collections.Immutable;
using System.CommandLine;
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
    private readonly NewOptions _options = new();
    private readonly Terminal _terminal;

    private NewVerb(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verb = new Verb(
            "new",
            "Write a policy site: the policy, a page, the steps and, for GitHub Pages, a workflow.",
            "strictpost new example.org --mx mx1.example.org mx2.example.org --github-user example",
            "strictpost new example.org example.net --mx-from-dns --target nginx --output sites");
        var site = new NewVerb(terminal);
        site._options.AddTo(verb);
        verb.SetAction(site.RunAsync);
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var domains = parsed.GetRequiredValue(_options.Domains).Select(PolicyOptions.Domain).Distinct().ToList();
        var sites = new List<PlannedSite>();
        foreach (var domain in domains)
        {
            string folder = Folder(parsed, domain, several: domains.Count > 1);
            var plan = await PlanAsync(parsed, domain, folder, cancellationToken);
            sites.Add(new PlannedSite(folder, SiteFiles.Of(plan)));
        }

        await SiteWriter.WriteAsync(sites, parsed.GetValue(_options.Force), cancellationToken);
        foreach (var site in sites)
            await _terminal.Out.WriteLineAsync($"{site.Folder}: {site.Files.Count} files. Go on with {SiteFiles.ReadmePath} there.");
        return ExitCode.Fine;
    }

    private string Folder(ParseResult parsed, DomainName domain, bool several)
    {
        string own = $"{StsPolicy.HostLabel}.{domain}";
        if (parsed.GetValue(_options.Output) is not { } output)
            return own;
        return several ? Path.Combine(output.ToString(), own) : output.ToString();
    }

    private async Task<SitePlan> PlanAsync(ParseResult parsed, DomainName domain, string folder, CancellationToken cancellationToken)
    {
        var policy = await PolicyAsync(parsed, domain, cancellationToken);
        string body = policy.ToBody();
        string id = await PreviousId.InAsync(folder, body, cancellationToken)
            ?? PolicyId.Create(body, parsed.GetValue(_options.Changed) ?? TimeProvider.System.GetUtcNow());
        var location = Location(parsed);
        ImmutableArray<ReportUri> rua = _options.Policy.Rua(parsed) ?? [ReportAddress.Usual(domain, _terminal)];
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
                Ttl = _options.Publication.Ttl(parsed),
                Zone = _options.Publication.Zone(parsed, domain),
            })),
            Target = _options.TargetOf(parsed),
            RecordsOptions = RecordsOptions(location, rua),
            ToolVersion = ProductVersion.Text,
        };
    }

    private async Task<StsPolicy> PolicyAsync(ParseResult parsed, DomainName domain, CancellationToken cancellationToken)
    {
        var asked = _options.Policy.Mx(parsed);
        bool fromDns = parsed.GetValue(_options.MxFromDns);
        if (asked is not null && fromDns)
            throw new Refusal("--mx and --mx-from-dns contradict each other.", "Give one of them.");
        var policy = new StsPolicy
        {
            Mode = _options.Policy.Mode(parsed) ?? DomainSettings.UsualMode,
            MaxAge = _options.Policy.MaxAge(parsed) ?? DomainSettings.UsualMaxAge,
            Mx = fromDns
                ? await MxFromDns.OfAsync(_options.Network.Dns(parsed), domain, _terminal, cancellationToken)
                : asked ?? [],
        };
        if (policy.Mx.IsEmpty && policy.Mode != PolicyMode.None)
            throw new Refusal("It is not known which hosts take the mail.", "Name them with --mx, or give --mx-from-dns.");
        foreach (var finding in PolicyOptions.Judged(domain, policy))
            await _terminal.Error.WriteLineAsync($"note: {Printable.Escape(finding.Message)} {Printable.Escape(finding.Fix)}");
        return policy;
    }

    private PolicyHostLocation? Location(ParseResult parsed)
    {
        var location = _options.Publication.Location(parsed);
        if (parsed.GetValue(_options.GitHubUser) is not { } user)
            return location;
        if (location is not null || _options.TargetOf(parsed) != SiteTarget.GitHubPages)
        {
            throw new Refusal(
                "--github-user says that GitHub Pages serve the site, and something else says otherwise.",
                "Give only one of --github-user, --policy-host and --address, and --github-user only for GitHub Pages.");
        }

        return user.Contains('.') || DomainName.Parse($"{user}.github.io").Value is not { } pages
            ? throw new Refusal($"`{user}` is no GitHub user or organisation.", "Give the name as it stands in the address of its repositories.")
            : new PolicyHostLocation.Alias(pages);
    }

    /// <summary>The options of <c>records</c> that lead to the same records, each with a blank in front.</summary>
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
}
