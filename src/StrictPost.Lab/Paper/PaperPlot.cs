using System.Collections.Immutable;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Lab.Paper;

/// <summary>One domain in the making: healthy, until a cause changes it.</summary>
/// <param name="Number">Which of all domains it is, from 0.</param>
/// <param name="ThirdParty">Whether somebody else runs its policy host, to which its name is an alias.</param>
/// <param name="Mode">The mode of its policy.</param>
/// <param name="Shared">What it has in common with others.</param>
internal sealed record PaperPlot(int Number, bool ThirdParty, PolicyMode Mode, PaperShared Shared)
{
    private const int WebHosts = 20;

    /// <summary>Its name; two labels, so that the third label is the first of a host's own.</summary>
    public string Name => NameOf(Number);

    /// <summary>The provider of its mail.</summary>
    public string MailProvider => PaperProviders.Mail(Number);

    /// <summary>A mail host of its own.</summary>
    public string OwnMailHost => "mx." + Name;

    /// <summary>The name of a domain.</summary>
    public static string NameOf(int number) => $"d{number:D5}.test";

    /// <summary>The domain with nothing wrong.</summary>
    public LabDomain Healthy()
    {
        var domain = new LabDomain(Name)
        {
            Record = "v=STSv1; id=20240901000000;",
            TlsRptRecord = "v=TLSRPTv1; rua=mailto:tls@reports.test",
            TimeToLive = 300,
            Certificate = Shared.Group("mta-sts.", Number),
        };
        domain = WithMail(domain, $"mx1.{MailProvider}", $"mx2.{MailProvider}");
        return ThirdParty ? domain.With(new DnsFault.Alias("mta-sts." + PaperProviders.Policy(Number), DnsPlace.PolicyHost)) : domain;
    }

    /// <summary>The domain with these mail hosts, in MX and in the policy.</summary>
    public LabDomain WithMail(LabDomain domain, params ReadOnlySpan<string> hosts) =>
        WithPatterns(domain with { Mx = Shared.Mx(hosts) }, hosts);

    /// <summary>The domain with these patterns in its policy.</summary>
    public LabDomain WithPatterns(LabDomain domain, params ReadOnlySpan<string> patterns)
    {
        string lines = string.Concat(patterns.ToArray().Select(mx => $"mx: {mx}\r\n"));
        return domain with { Policy = Shared.Body($"version: STSv1\r\nmode: {Mode.ToText()}\r\n{lines}max_age: 604800\r\n") };
    }

    /// <summary>The certificate of a mail host of the domain's own.</summary>
    public LabCertificate MailHosting() => Shared.Group("mx.", Number);

    /// <summary>The certificate of the web host that answers for names it does not know.</summary>
    public LabCertificate WebHost() => Shared.Own($"webhost{Number % WebHosts}.test");
}

/// <summary>What a cause makes of a plot.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="MailHosts">Mail hosts that it brings along.</param>
internal sealed record PaperHarvest(LabDomain Domain, ImmutableArray<LabMailHost> MailHosts)
{
    /// <summary>Where its mail went before, where that is known.</summary>
    public string? PreviousMx { get; init; }

    public static implicit operator PaperHarvest(LabDomain domain) => new(domain, []);
}
