using System.Globalization;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Lab;
using StrictPost.Lab.Paper;

namespace StrictPost.EndToEnd.Tests.Checking;

/// <summary>
/// The world as it was measured in 2024, in small: one run over all of it must give back the number of each fault. The whole
/// world has its own run in the benchmarks.
/// </summary>
public sealed class PaperSurveyTests
{
    private const int Scale = 60;

    [Fact]
    public async Task Summary_OfThePapersWorld_GivesItsNumbersBack()
    {
        using var folder = new TemporaryFolder();
        var paper = PaperWorld.Build(Scale);
        await using var lab = await RunningLab.StartAsync(paper.World, TimeProvider.System, TestContext.Current.CancellationToken);
        folder.Write("root.pem", lab.RootPem);
        folder.Write("domains.csv", string.Join('\n', paper.Csv()));

        var ended = await Started.StrictPostAsync(
            folder.Path, "check", "--from", "domains.csv", "--dns", $"{lab.DnsEndPoint}", "--ca", "root.pem", "--https-port", $"{lab.HttpsPort}", "--smtp-port", $"{lab.SmtpPort}");

        Assert.Equal(1, ended.ExitCode);
        string summary = ended.Output[ended.Output.IndexOf("\n\n", StringComparison.Ordinal)..];
        Assert.Equal(Expected(paper), Rows(summary));
    }

    /// <summary>The rows of the paper, counted from what was sown.</summary>
    private static string Expected(PaperWorld paper)
    {
        int Count(string category, params string[] causes) => paper.Domains.Count(domain =>
            domain.Category == category && (causes.Length == 0 || Array.Exists(causes, cause => domain.Cause!.StartsWith(cause, StringComparison.Ordinal))));
        return string.Join('\n',
        [
            $"{paper.Domains.Length} domains",
            $"{paper.Domains.Length} with an MTA-STS record",
            $"{paper.Domains.Count(domain => domain.Cause is not null)} with at least one error",
            $"{Count("A")} A record",
            $"{Count("A", "no id")} no id",
            $"{Count("A", "invalid id")} invalid id",
            $"{Count("B-dns")} B policy host, DNS",
            $"{Count("B-tcp")} B policy host, TCP",
            $"{Count("B-tls")} B policy host, TLS",
            $"{Count("B-tls", "no certificate")} no certificate for the name (alert)",
            $"{Count("B-http")} B policy host, HTTP",
            $"{Count("B-http", "404")} 404",
            $"{Count("B-syntax")} B policy, syntax",
            $"{Count("B-syntax", "mx ")} bad mx",
            $"{Count("B-syntax", "empty")} empty file",
            $"{Count("C")} C certificate of a mail host",
            $"{Count("C", "hosted")} hosted",
            $"{Count("C") - Count("C", "hosted, one")} every mail host bad",
            $"{Count("D")} D mx patterns against mail hosts",
            $"{Count("D", "complete")} complete mismatch",
            $"{Count("D", "complete mismatch, former")} match a former mail host",
            $"{Count("D", "third label")} differ from the third label on",
            $"{Count("D", "third label, mta-sts")} carry mta-sts.",
            $"{Count("D", "typo")} typo",
        ]);
    }

    private static string Rows(string summary)
    {
        string[] wanted =
        [
            "domains", "with an MTA-STS record", "with at least one error", "A record", "no id", "invalid id", "B policy host, DNS", "B policy host, TCP",
            "B policy host, TLS", "no certificate for the name (alert)", "B policy host, HTTP", "404", "B policy, syntax", "bad mx", "empty file",
            "C certificate of a mail host", "hosted", "every mail host bad", "D mx patterns against mail hosts", "complete mismatch",
            "match a former mail host", "differ from the third label on", "carry mta-sts.", "typo",
        ];
        var rows = summary.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim().Split("  ", 2, StringSplitOptions.TrimEntries))
            .Where(row => row.Length == 2 && wanted.Contains(row[1], StringComparer.Ordinal))
            .Select(row => $"{int.Parse(row[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture)} {row[1]}");
        return string.Join('\n', rows);
    }
}
