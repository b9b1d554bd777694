using System.Text;
using System.Text.RegularExpressions;
using StrictPost.Protocol.Tests.Conformance;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>Which section of which RFC is obeyed where, taken from the citations in the code and in the suite.</summary>
internal static partial class RfcCoverage
{
    /// <summary>What a build leaves, and the catalogue of findings, which names rules for others to obey.</summary>
    private static readonly string[] NotCode = ["/obj/", "/bin/", "/Findings/"];

    public static string Page()
    {
        var code = InCode().ToLookup(citation => citation.Section, citation => citation.File);
        var cases = Suite.Cases.ToLookup(pair => Section.Parse(pair.Case.Rfc));
        var page = new StringBuilder("# RFC coverage\n\n");
        page.Append("Where the code cites a section because it obeys it, and how many cases of the [conformance suite](../conformance/README.md) rest on it.\n");
        page.Append("This page is generated from citations such as `RFC 8461 §3.2` in `src/`.\n");
        var sections = RfcSections.Titles.Keys.Concat(code.Select(group => group.Key)).Concat(cases.Select(group => group.Key)).Distinct();
        foreach (var rfc in sections.GroupBy(section => section.Rfc).OrderBy(group => RfcSections.Rank(group.Key)))
            Append(page, rfc, code, cases);
        return page.ToString();
    }

    private static void Append(
        StringBuilder page, IGrouping<int, Section> rfc, ILookup<Section, string> code, ILookup<Section, (string, SuiteCase)> cases)
    {
        page.Append($"\n## [RFC {rfc.Key}](https://www.rfc-editor.org/rfc/rfc{rfc.Key}){(RfcSections.TitleOf(rfc.Key) is { } about ? $": {about}" : "")}\n\n");
        page.Append("| section | code | cases |\n|---|---|---|\n");
        foreach (var section in rfc.Order(Section.InOrder))
        {
            string title = RfcSections.Titles.TryGetValue(section, out string? known) ? $" {known}" : "";
            string files = string.Join("<br>", code[section].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(file => $"`{file}`"));
            int count = cases[section].Count();
            page.Append($"| §{section.Number}{title} | {(files.Length == 0 ? "–" : files)} | {(count == 0 ? "–" : count)} |\n");
        }
    }

    private static IEnumerable<(Section Section, string File)> InCode()
    {
        string source = Path.Combine(GeneratedDocs.Root, "src");
        foreach (string path in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            string file = Path.GetRelativePath(source, path).Replace('\\', '/');
            if (NotCode.Any(folder => file.Contains(folder, StringComparison.Ordinal)))
                continue;
            foreach (Match match in Citations().Matches(File.ReadAllText(path)))
            {
                foreach (Match number in Numbers().Matches(match.Groups["sections"].Value))
                    yield return (new Section(int.Parse(match.Groups["rfc"].Value), number.Groups["number"].Value), file);
            }
        }
    }

    /// <summary>One section, or several of the same RFC: <c>RFC 8461 §3.2, §3.3 and §4.1</c>.</summary>
    [GeneratedRegex(@"RFC (?<rfc>\d{3,5})(?<sections>((,| and| or| to)? ?§\d+(\.\d+)*)+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Citations();

    [GeneratedRegex(@"§(?<number>\d+(\.\d+)*)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();
}
