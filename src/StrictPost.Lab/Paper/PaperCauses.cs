using System.Collections.Immutable;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Paper;

/// <summary>Every fault of the paper's world with its number. Where the paper gives only a sum, the parts are invented.</summary>
internal static class PaperCauses
{
    /// <summary>All causes, row by row.</summary>
    public static ImmutableArray<PaperCause> All { get; } = [.. Records(), .. PolicyHosts(), .. Policies(), .. MailHosts(), .. Patterns()];

    private static IEnumerable<PaperCause> Records()
    {
        yield return Record("no id", 65, "v=STSv1;");
        yield return Record("invalid id", 203, "v=STSv1; id=2024-09-01;");
        yield return Record("bad version prefix", 52, "v=STSv1.0; id=20240901000000;");
        yield return Record("bad extension field", 2, "v=STSv1; id=20240901000000; note=a b;");
        yield return new("A", "several records", 9, 0, 0, plot => plot.Healthy().With(new DnsFault.ExtraText("v=STSv1; id=20230101000000;")));
    }

    private static IEnumerable<PaperCause> PolicyHosts()
    {
        yield return new("B-dns", "no address", 42, 0, 0, plot => plot.Healthy().With(new DnsFault.NoData(DnsPlace.PolicyHost)));
        yield return new("B-tcp", "closed port", 193, 34, 0, plot => Closed(plot));
        yield return new("B-tls", "name mismatch", 8385, 400, 0, plot => plot.Healthy() with { Certificate = plot.WebHost() });
        yield return new("B-tls", "expired", 300, 250, 0, plot => plot.Healthy().With(TlsFault.Expired));
        yield return new("B-tls", "self-signed", 100, 0, 0, plot => plot.Healthy().With(TlsFault.SelfSigned));
        yield return new("B-tls", "untrusted", 86, 0, 0, plot => plot.Healthy().With(TlsFault.UntrustedAuthority));
        yield return new("B-tls", "no certificate, never a customer", 0, 354, 0, plot => plot.Healthy().With(TlsFault.NoCertificate));
        yield return new("B-tls", "no certificate, no longer a customer", 0, 109, 0, plot => plot.Healthy().With(TlsFault.NoCertificate));
        yield return new("B-http", "404", 247, 140, 0, plot => plot.Healthy() with { Policy = null });
        yield return new("B-http", "403", 50, 30, 0, plot => plot.Healthy().With(new HttpFault.Status(403)));
        yield return new("B-http", "500", 40, 25, 0, plot => plot.Healthy().With(new HttpFault.Status(500)));
        yield return new("B-http", "redirect", 40, 20, 0, plot => plot.Healthy().With(new HttpFault.Redirect(301, $"https://www.{plot.Name}/")));
    }

    private static IEnumerable<PaperCause> Policies()
    {
        yield return new("B-syntax", "mx is an e-mail address", 40, 0, 0, plot => plot.WithPatterns(plot.Healthy(), $"postmaster@{plot.Name}"));
        yield return new("B-syntax", "mx with a trailing dot", 37, 0, 0, plot => plot.WithPatterns(plot.Healthy(), $"mx1.{plot.MailProvider}."));
        yield return new("B-syntax", "mx is empty", 10, 0, 0, plot => plot.WithPatterns(plot.Healthy(), ""));
        yield return new("B-syntax", "empty file", 5, 0, 0, plot => plot.Healthy().WithPolicy(""));
        yield return Policy("no version", 15, "mode: testing\r\nmx: {0}\r\nmax_age: 604800\r\n");
        yield return Policy("unknown mode", 15, "version: STSv1\r\nmode: Testing\r\nmx: {0}\r\nmax_age: 604800\r\n");
        yield return Policy("max_age is no number", 14, "version: STSv1\r\nmode: testing\r\nmx: {0}\r\nmax_age: 1w\r\n");
    }

    private static IEnumerable<PaperCause> MailHosts()
    {
        // 1,326 where every MX is bad, 117 where one of two is; 1,046 self-managed, 397 hosted; 269 in enforce.
        yield return new("C", "own host, name mismatch", 500, 0, 120, plot => OwnMailHost(plot, TlsFault.WrongName));
        yield return new("C", "own host, self-signed", 306, 0, 60, plot => OwnMailHost(plot, TlsFault.SelfSigned));
        yield return new("C", "own host, expired", 240, 0, 49, plot => OwnMailHost(plot, TlsFault.Expired));
        yield return new("C", "hosted, name mismatch", 0, 280, 20, plot => Hosted(plot, both: true));
        yield return new("C", "hosted, one of two, name mismatch", 0, 117, 20, plot => Hosted(plot, both: false));
    }

    private static IEnumerable<PaperCause> Patterns()
    {
        yield return new("D", "complete mismatch, former MX", 500, 144, 150, FormerMx);
        yield return new("D", "complete mismatch, never an MX", 300, 79, 80, plot => plot.WithPatterns(plot.Healthy(), $"mail.elsewhere{plot.Number % 9}.test"));
        yield return new("D", "third label, mta-sts left in", 500, 97, 130, plot => OwnHost(plot, "mta-sts." + plot.OwnMailHost));
        yield return new("D", "third label, another host", 100, 33, 30, plot => OwnHost(plot, "smtp-gateway." + plot.Name));
        yield return new("D", "typo", 50, 13, 16, Typo);
        yield return new("D", "one MX of three not covered", 4000, 1573, 0, plot => OneTooMany(plot));
    }

    private static PaperCause Record(string name, int count, string record) => new("A", name, count, 0, 0, plot => plot.Healthy() with { Record = record });

    private static PaperCause Policy(string name, int count, string body) =>
        new("B-syntax", name, count, 0, 0, plot => plot.Healthy().WithPolicy(body.Replace("{0}", $"mx1.{plot.MailProvider}", StringComparison.Ordinal)));

    /// <summary>Closed ports only: a time-out each would make a check of this world last for hours.</summary>
    private static LabDomain Closed(PaperPlot plot) => plot.ThirdParty
        ? plot.Healthy() with { DnsFaults = [new DnsFault.Alias("mta-sts.closed.test", DnsPlace.PolicyHost)] }
        : plot.Healthy() with { PolicyHostAddresses = [LabAddresses.Closed] };

    private static PaperHarvest OwnMailHost(PaperPlot plot, TlsFault fault)
    {
        var certificate = fault is TlsFault.WrongName ? plot.WebHost() : plot.MailHosting();
        var host = new LabMailHost(plot.OwnMailHost) { Certificate = certificate, TlsFault = fault is TlsFault.WrongName ? TlsFault.None : fault };
        return new PaperHarvest(plot.WithMail(plot.Healthy(), host.Name), [host]);
    }

    private static LabDomain Hosted(PaperPlot plot, bool both) => both
        ? plot.WithMail(plot.Healthy(), "mx1.badmail.test", "mx2.badmail.test")
        : plot.WithMail(plot.Healthy(), $"mx1.{plot.MailProvider}", "mx2.badmail.test");

    private static PaperHarvest FormerMx(PaperPlot plot)
    {
        string former = $"mail.formerhost{plot.Number % 7}.test";
        return new PaperHarvest(plot.WithPatterns(plot.Healthy(), former), []) { PreviousMx = former };
    }

    private static PaperHarvest OwnHost(PaperPlot plot, string pattern)
    {
        var host = new LabMailHost(plot.OwnMailHost) { Certificate = plot.MailHosting() };
        return new PaperHarvest(plot.WithPatterns(plot.WithMail(plot.Healthy(), host.Name), pattern), [host]);
    }

    private static PaperHarvest Typo(PaperPlot plot)
    {
        string misspelt = plot.MailProvider.Replace("provider", "provder", StringComparison.Ordinal);
        return plot.WithPatterns(plot.Healthy(), $"mx1.{misspelt}", $"mx2.{misspelt}");
    }

    private static LabDomain OneTooMany(PaperPlot plot)
    {
        var domain = plot.Healthy();
        return domain with { Mx = plot.Shared.Mx($"mx1.{plot.MailProvider}", $"mx2.{plot.MailProvider}", $"backup.{plot.MailProvider}") };
    }
}
