using System.Globalization;
using System.Xml.Linq;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Rendering;

/// <summary>
/// What <c>check --format junit</c> prints: a suite for each domain; in it, a passed case for each category without error, a
/// failed one for each error, one with an error for what could not be determined.
/// </summary>
internal static class CheckJunit
{
    public static string Text(IReadOnlyList<CheckResult> results)
    {
        var suites = results.Select(Suite).ToList();
        var root = new XElement("testsuites", new XAttribute("name", "strictpost check"), Sum(suites, "tests"), Sum(suites, "failures"), Sum(suites, "errors"), suites);
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{root}";
    }

    private static XAttribute Sum(List<XElement> suites, string name) => new(name, suites.Sum(suite => (int)suite.Attribute(name)!));

    private static XElement Suite(CheckResult result)
    {
        var evidence = result.Reading.Evidence;
        var cases = Enum.GetValues<Category>().Where(category => category is not (Category.Input or Category.Issuance or Category.Report))
            .SelectMany(category => Cases(category, result))
            .ToList();
        return new XElement("testsuite",
            new XAttribute("name", evidence.Domain.Ascii),
            new XAttribute("tests", cases.Count),
            new XAttribute("failures", cases.Count(one => one.Element("failure") is not null)),
            new XAttribute("errors", cases.Count(one => one.Element("error") is not null)),
            new XAttribute("time", evidence.Took.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)),
            new XAttribute("timestamp", evidence.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)),
            new XElement("properties",
                new XElement("property", new XAttribute("name", "verdict"), new XAttribute("value", result.Verdict.ToText()))),
            cases,
            new XElement("system-out", Remarks(result)));
    }

    private static IEnumerable<XElement> Cases(Category category, CheckResult result)
    {
        string suite = result.Reading.Evidence.Domain.Ascii;
        var errors = result.Findings.Where(finding => finding.Severity == Severity.Error && Catalogue.CategoryOf(finding.Kind) == category).ToList();
        return errors.Count == 0
            ? [Case(suite, category.ToText())]
            : errors.Select(finding => Case(suite, Printable.Escape($"{category.ToText()} {finding.Code} {finding.Host}").TrimEnd(), Fault(finding)));
    }

    private static XElement Case(string suite, string name, params XElement[] content) =>
        new("testcase", new XAttribute("classname", suite), new XAttribute("name", name), content);

    private static XElement Fault(Finding finding) => new(
        finding.Kind.IsUndetermined ? "error" : "failure",
        new XAttribute("type", finding.Code),
        new XAttribute("message", Printable.Escape(finding.Message)),
        Printable.Escape($"{finding.Fix} ({finding.Kind.Rfc}; {FindingText.Page(finding.Kind)})"));

    private static string Remarks(CheckResult result) => string.Join('\n', result.Findings
        .Where(finding => finding.Severity != Severity.Error)
        .Select(finding => Printable.Escape($"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code}: {finding.Message} {finding.Fix}"))
        .Prepend(Printable.Escape(VerdictText.Sentence(result))));
}
