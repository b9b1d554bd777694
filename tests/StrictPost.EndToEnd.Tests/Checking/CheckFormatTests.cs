using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using StrictPost.Protocol.Evidence;

namespace StrictPost.EndToEnd.Tests.Checking;

/// <summary>Every format read back by a real parser, over evidence that is good, broken, and hostile.</summary>
public sealed partial class CheckFormatTests
{
    public static TheoryData<string> Worlds => ["healthy", "broken", "hostile", "huge", "several"];

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Json_OfAnyWorld_IsReadByAParser(string world)
    {
        string text = await PrintAsync(world, "json");

        var root = JsonElement.Parse(text);
        foreach (var subject in root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToList() : [root])
        {
            Assert.EndsWith("example.org", subject.GetProperty("subject").GetString(), StringComparison.Ordinal);
            Assert.Contains(subject.GetProperty("record").ValueKind, new[] { JsonValueKind.Null, JsonValueKind.Object });
            Assert.Contains(subject.GetProperty("policy").ValueKind, new[] { JsonValueKind.Null, JsonValueKind.Object });
            Assert.NotEmpty(subject.GetProperty("mailHosts").EnumerateArray());
        }
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task JsonLines_OfAnyWorld_HasOneValueALine(string world)
    {
        string[] lines = (await PrintAsync(world, "jsonl")).TrimEnd('\n').Split('\n');

        Assert.Equal(world == "several" ? 3 : 1, lines.Length);
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(line).ValueKind));
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Sarif_OfAnyWorld_HasWhatTheStandardRequires(string world)
    {
        var log = JsonElement.Parse(await PrintAsync(world, "sarif"));

        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        var run = Assert.Single(log.GetProperty("runs").EnumerateArray());
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("StrictPost", driver.GetProperty("name").GetString());
        var rules = driver.GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(rules.Count, rules.Select(rule => rule.GetProperty("id").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(rules, rule => Assert.NotEmpty(rule.GetProperty("help").GetProperty("text").GetString()!));
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.Matches("^(error|warning|note)$", result.GetProperty("level").GetString());
            Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
            string uri = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!;
            Assert.True(Uri.TryCreate(uri, UriKind.Absolute, out _), uri);
        }
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Junit_OfAnyWorld_CountsItsCases(string world)
    {
        var root = XDocument.Parse(await PrintAsync(world, "junit")).Root!;

        Assert.Equal("testsuites", root.Name.LocalName);
        Assert.Equal(root.Descendants("testcase").Count(), (int)root.Attribute("tests")!);
        Assert.Equal(root.Descendants("failure").Count(), (int)root.Attribute("failures")!);
        Assert.Equal(root.Descendants("error").Count(), (int)root.Attribute("errors")!);
        Assert.Equal(world is not ("healthy" or "several"), (int)root.Attribute("failures")! > 0);
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Html_OfAnyWorld_IsWellFormedAndRunsNothing(string world)
    {
        string text = await PrintAsync(world, "html");

        Assert.StartsWith("<!DOCTYPE html>\n", text, StringComparison.Ordinal);
        var page = XDocument.Parse(text.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        string[] harmless = ["html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "b", "strong", "small", "span", "div", "section", "article", "ul", "ol",
            "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "a", "details", "summary", "footer", "figure", "svg", "g", "rect", "path", "text"];
        Assert.All(page.Descendants(), element => Assert.Contains(element.Name.LocalName, harmless, StringComparer.Ordinal));
        Assert.All(page.Descendants().Attributes(), attribute => Assert.DoesNotMatch("^on|^src$", attribute.Name.LocalName));
        Assert.All(page.Descendants("a"), link => Assert.StartsWith("#", (string)link.Attribute("href")!, StringComparison.Ordinal));
        // A browser takes `<p />` for an opening tag.
        Assert.DoesNotContain(page.Descendants(), element => element.IsEmpty && element.Name.LocalName is not ("meta" or "rect" or "path"));
        Assert.DoesNotMatch("[<>&]", page.Descendants("style").Single().Value);
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Prometheus_OfAnyWorld_FollowsTheExpositionFormat(string world)
    {
        string text = await PrintAsync(world, "prometheus");

        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string[] lines = text.TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.Matches(line.StartsWith('#') ? Comment() : Sample(), line));
        var samples = lines.Where(line => !line.StartsWith('#')).ToList();
        Assert.Equal(samples.Count, samples.Select(line => line[..line.LastIndexOf(' ')]).Distinct(StringComparer.Ordinal).Count());
        var names = lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.Equal(names, samples.Select(line => line.Split('{')[0]).Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("strictpost_check_verdict{domain=\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Text_OfAnyWorld_CannotReachTheTerminal(string world)
    {
        string text = await PrintAsync(world, "text");

        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotMatch("[\u202a-\u202e\u2066-\u2069\u2028\u2029]", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length < 2_500, $"{line.Length} characters"));
    }

    private static async Task<string> PrintAsync(string world, string format)
    {
        DomainEvidence[] evidence = world switch
        {
            "healthy" => [SampleEvidence.Healthy()],
            "broken" => [BrokenEvidence.Uncovered()],
            "hostile" => [HostileEvidence.Everywhere()],
            "huge" => [HostileEvidence.Huge()],
            _ => [SampleEvidence.Healthy(), SampleEvidence.Healthy("a.example.org"), SampleEvidence.Healthy("b.example.org")],
        };
        var ended = await Replay.RunAsync(evidence, "--format", format, "--explain");
        Assert.Equal(("", world is "healthy" or "several" ? 0 : 1), (ended.Error, ended.ExitCode));
        return ended.Output;
    }

    [GeneratedRegex("""^# (HELP [a-z_]+ [^\\]+|TYPE [a-z_]+ gauge)$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();

    [GeneratedRegex("""^[a-z_]+\{[a-z_]+="([^"\\]|\\[\\"n])*"(,[a-z_]+="([^"\\]|\\[\\"n])*")*\} -?[0-9]+(\.[0-9]+)?(E[-+][0-9]+)?$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();
}
