using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using static StrictPost.Protocol.Tests.Checking.HealthyWorld;

namespace StrictPost.Protocol.Tests.Checking.Cases;

/// <summary>Patterns against mail hosts.</summary>
internal static class CoverageCases
{
    private const string Google = "aspmx.l.google.com";

    public static IEnumerable<WorldCase> All =>
    [
        new("wildcard covers both", Seen.WithPatterns("*.example.org")),
        new("one host not covered", Seen.WithPatterns("mx1.example.org"), "mx-not-covered"),
        new("no host covered", Seen.WithPatterns("mail.provider.net"), "mx-none-covered"),
        new("the only host not covered", Seen.WithMx("mx1.example.org").WithPatterns("mail.provider.net"), "mx-not-covered"),
        new("mode none lists nobody", Seen.WithPolicy("version: STSv1\nmode: none\nmax_age: 86400\n"), "policy-mode-none"),
        new("not covered in testing", Seen.WithPolicy("version: STSv1\nmode: testing\nmx: mx1.example.org\nmax_age: 86400\n"), "mx-not-covered"),
        new("former host", Seen.WithPatterns("mx1.provider.net"), "mx-none-covered mx-pattern-former") { Context = Moved },
        new("former host left beside the present ones", Seen.WithPatterns("*.example.org", "mx1.provider.net"), "mx-pattern-former") { Context = Moved },
        new("former host is a better explanation than a slip", Seen.WithPatterns("mx0.example.org"), "mx-none-covered mx-pattern-former") { Context = Renamed },
        new("no former host", Seen.WithPatterns("*.example.org")) { Context = Moved },
        new("policy host's label", Seen.WithPatterns("mta-sts.mx1.example.org", "mx2.example.org"), "mx-not-covered mx-pattern-policy-host-label"),
        new("policy host beside a good pattern", Seen.WithPatterns("mta-sts.example.org", "*.example.org"), "mx-pattern-policy-host-label"),
        new("policy host as only pattern", Seen.WithPatterns("mta-sts.example.org"), "mx-none-covered mx-pattern-policy-host-label"),
        new("wildcard too high", Seen.WithMx("mx1.mail.example.org").WithPatterns("*.example.org"), "mx-not-covered mx-pattern-wildcard-depth"),
        new("wildcard below the host", Seen.WithMx("example.org").WithPatterns("*.example.org"), "mx-not-covered mx-pattern-wildcard-depth"),
        new("wildcard above a provider's host", Seen.WithMx(Google).WithPatterns("*.google.com"), "mx-not-covered mx-pattern-wildcard-depth"),
        new("provider's first host forgotten, and not used either", Seen.WithMx("alt1.aspmx.l.google.com").WithPatterns("alt1.aspmx.l.google.com")),
        new("slip", Seen.WithPatterns("mx1.exmaple.org", "mx2.example.org"), "mx-not-covered mx-pattern-typo"),
        new("slip in a wildcard", Seen.WithPatterns("*.exmaple.org"), "mx-none-covered mx-pattern-typo"),
        new("host in reserve is no slip", Seen.WithPatterns("mx1.example.org", "mx2.example.org", "mx3.example.org"), "mx-pattern-unused"),
        new("same domain", Seen.WithPatterns("webmail.example.org", "mx2.example.org"), "mx-not-covered mx-pattern-same-domain"),
        new("same registry is not the same domain", Seen.WithMx("mx.one.co.uk", "mx2.example.org").WithPatterns("mail.another-firm.co.uk", "mx2.example.org"), "mx-not-covered mx-pattern-unused"),
        new("pattern in use for nothing", Seen.WithPatterns("*.example.org", "mx.provider.net"), "mx-pattern-unused"),
        new("placeholder that is a host", Seen.WithMx("mx.example.net").WithPatterns("mx.example.net")),
        new("placeholder left in", Seen.WithPatterns("*.example.org", "mx.example.com"), "policy-mx-placeholder"),
        new("placeholder that is a former host", Seen.WithPatterns("*.example.org", "mx.example.com"), "mx-pattern-former") { Context = new CheckContext { PreviousMx = [Name("mx.example.com")] } },
        new("reserved names in a laboratory", Seen.WithPatterns("*.example.org", "mx.example.com"), "mx-pattern-unused") { Context = new CheckContext { IsPublicInternet = false } },
        new("address as pattern", Seen.WithPatterns("*.example.org", "192.0.2.1"), "policy-mx-ip-address"),
        new("pattern twice", Seen.WithPatterns("*.example.org", "mx.provider.net", "mx.provider.net"), "mx-pattern-unused policy-mx-duplicate"),
        new("mail hosts not known", Seen.WithPatterns("mta-sts.example.org") with { Mx = Seen.Mx.Ended(LookupEnd.TimedOut), MailHosts = [] }, "dns-timeout policy-mx-is-policy-host"),

        new("testing forgotten", Seen.WithMode(PolicyMode.Testing).WithRecord("v=STSv1; id=20250601000000;"), "policy-testing-forgotten"),
        new("testing since last month", Seen.WithMode(PolicyMode.Testing)),
        new("testing since nobody knows when", Seen.WithMode(PolicyMode.Testing).WithRecord("v=STSv1; id=a1;")),
        new("none left over", Seen.WithMode(PolicyMode.None).WithRecord("v=STSv1; id=20250601000000;"), "policy-none-left-over"),
        new("none since last month", Seen.WithMode(PolicyMode.None), "policy-mode-none"),
        new("enforce since last year", Seen.WithRecord("v=STSv1; id=20250601000000;")),
    ];

    private static CheckContext Moved => new() { PreviousMx = [Name("mx1.provider.net")] };

    private static CheckContext Renamed => new() { PreviousMx = [Name("mx0.example.org")] };
}
