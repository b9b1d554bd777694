using System.Xml.Linq;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;

namespace StrictPost.Rendering;

/// <summary>
/// What <c>check --format html</c> prints: one page that needs nothing else. It is built as a tree, so that all text is
/// escaped by construction; it is well-formed XML too, so no element but those that HTML knows as void may be empty.
/// </summary>
internal static class CheckHtml
{
    /// <summary>The whole page, complete down to its style; nothing in it is fetched or run.</summary>
    public static string Text(IReadOnlyList<CheckResult> results, string version)
    {
        string title = results.Count == 1 ? $"{results[0].Reading.Evidence.Domain}: {VerdictText.Title(results[0].Verdict)}" : $"{results.Count} domains";
        var page = new XElement("html", new XAttribute("lang", "en"),
            new XElement("head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", "default-src 'none'; style-src 'unsafe-inline'")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", $"{title} · StrictPost"),
                new XElement("style", HtmlStyle.Css)),
            new XElement("body",
                results.Count > 1 ? Overview(results) : null,
                results.Select(Domain),
                new XElement("footer", $"StrictPost {version} · MTA-STS is RFC 8461, TLS reporting is RFC 8460, DANE for mail is RFC 7672")));
        return $"<!DOCTYPE html>\n{page.ToString(SaveOptions.DisableFormatting)}";
    }

    private static XElement Overview(IReadOnlyList<CheckResult> results) => new("table",
        new XElement("caption", $"{results.Count} domains"),
        new XElement("thead", new XElement("tr", Cells("th", "domain", "verdict", "findings"))),
        new XElement("tbody", results.Select(result => new XElement("tr",
            new XElement("td", new XElement("a", new XAttribute("href", $"#{result.Reading.Evidence.Domain}"), $"{result.Reading.Evidence.Domain}")),
            new XElement("td", Sign(VerdictText.MarkOf(result.Verdict)), " ", VerdictText.Title(result.Verdict)),
            new XElement("td", FindingText.Count(result.Findings))))));

    private static XElement Domain(CheckResult result)
    {
        var mark = VerdictText.MarkOf(result.Verdict);
        return new XElement("main", new XAttribute("id", result.Reading.Evidence.Domain.Ascii),
            new XElement("h1", DomainName(result)),
            new XElement("div", Class($"verdict {mark.Word()}"),
                new XElement("strong", Sign(mark), " ", VerdictText.Title(result.Verdict)),
                new XElement("p", Safe(VerdictText.Sentence(result)))),
            new XElement("p", Class("when"), Safe(CheckText.Summary(result))),
            PathPicture.Of(result),
            result.MailHosts.IsEmpty ? null : Senders(result),
            Section("What is wrong", Findings(result)),
            Section("What was seen", new XElement("ul", Class("path"), PathNode.Of(result).Select(Node))),
            Section("How a sender decides", new XElement("ol", Explanation.Of(result).Select(Step))));
    }

    private static string DomainName(CheckResult result)
    {
        var domain = result.Reading.Evidence.Domain;
        return domain.Unicode == domain.Ascii ? domain.Ascii : $"{domain.Ascii} ({Safe(domain.Unicode)})";
    }

    private static XElement Senders(CheckResult result) => new("table",
        new XElement("caption", "What senders do with mail to each host"),
        new XElement("thead", new XElement("tr", Cells("th", [.. result.MailHosts[0].Decisions.Select(decision => $"a sender that {DecisionText.Of(decision.Profile)}").Prepend("mail host")]))),
        new XElement("tbody", result.MailHosts.Select(host => new XElement("tr",
            new XElement("th", new XAttribute("scope", "row"), host.Host.Seen.Host.Ascii),
            host.Decisions.Select(decision => new XElement("td", Class($"delivery {DecisionText.Word(decision.Delivery)}"), DecisionText.Of(decision)))))));

    private static object Findings(CheckResult result) => result.Findings.IsEmpty
        ? new XElement("p", "Nothing.")
        : result.Findings.Select(finding => new XElement("article", Class(Marks.Of([finding]).Word()),
            new XElement("h3", new XElement("span", Class("severity"), finding.Severity.ToString().ToLowerInvariant()), " ", Safe(finding.Message)),
            new XElement("p", new XElement("b", "Fix: "), Safe(finding.Fix)),
            new XElement("details",
                new XElement("summary", finding.Code, " · ", finding.Kind.Rfc, Where(finding)),
                new XElement("p", finding.Kind.Why))));

    private static string Where(Finding finding) => finding.Place.IsKnown ? $" · line {finding.Place.Line}, column {finding.Place.Column}" : "";

    private static XElement Node(PathNode node) => new("li",
        Sign(node.Mark), " ", new XElement("b", Safe(node.Title)),
        node.Facts.Select(fact => new XElement("div", Safe(fact))),
        node.Below.IsEmpty ? null : new XElement("ul", node.Below.Select(Node)));

    private static XElement Step(ExplainedStep step) => new("li", Sign(step.Mark), " ", Safe(step.Text), " ", new XElement("small", step.Rfc));

    private static XElement Section(string title, object content) => new("section", new XElement("h2", title), content);

    private static XElement Sign(Mark mark) => new("span", Class($"sign {mark.Word()}"), new XAttribute("title", mark.Word()), mark.Sign());

    private static IEnumerable<XElement> Cells(string element, params string[] texts) => texts.Select(text => new XElement(element, text));

    private static XAttribute Class(string name) => new("class", name);

    /// <summary>XML has no way to write most control characters, so they are spelt out first.</summary>
    private static string Safe(string text) => Shown.Of(text);
}
