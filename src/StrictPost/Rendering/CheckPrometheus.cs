using System.Globalization;
using System.Text;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Rendering;

/// <summary>
/// What <c>check --format prometheus</c> prints, for the textfile collector: the text exposition format 0.0.4. All samples
/// of a metric stand together, as the format wants it.
/// </summary>
internal static class CheckPrometheus
{
    /// <summary>One sample: its labels in order, and its value.</summary>
    private sealed record Sample(double Value, params (string Name, string Value)[] Labels);

    private sealed record Metric(string Name, string Help, Func<CheckResult, IEnumerable<Sample>> Of);

    private static readonly Metric[] Metrics =
    [
        new("strictpost_check_verdict", "1 for the domain's verdict, 0 for the others.", VerdictOf),
        new("strictpost_check_findings", "How many findings of each severity.", Counts),
        new("strictpost_check_finding", "How often a finding was made; only those that were.", Findings),
        new("strictpost_check_certificate_expiry_timestamp_seconds", "When a host's certificate ends.", Certificates),
        new("strictpost_check_policy_max_age_seconds", "How long senders may keep the policy.", MaxAge),
        new("strictpost_check_duration_seconds", "How long the last check took.", result => [new(result.Reading.Evidence.Took.TotalSeconds, Domain(result))]),
        new("strictpost_check_last_run_timestamp_seconds", "When the last check began.", result => [new(Seconds(result.Reading.Evidence.At), Domain(result))]),
    ];

    public static string Text(IReadOnlyList<CheckResult> results)
    {
        var text = new StringBuilder();
        foreach (var metric in Metrics)
        {
            var lines = results.SelectMany(metric.Of).Select(sample => Line(metric.Name, sample)).ToList();
            if (lines.Count == 0)
                continue;
            text.Append($"# HELP {metric.Name} {metric.Help}\n# TYPE {metric.Name} gauge\n");
            lines.ForEach(line => text.Append(line));
        }

        return text.ToString();
    }

    private static string Line(string name, Sample sample) =>
        $"{name}{{{string.Join(',', sample.Labels.Select(label => $"{label.Name}=\"{Escape(label.Value)}\""))}}} {sample.Value.ToString("R", CultureInfo.InvariantCulture)}\n";

    private static string Escape(string value) =>
        Printable.Escape(value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static (string Name, string Value) Domain(CheckResult result) => ("domain", result.Reading.Evidence.Domain.Ascii);

    private static IEnumerable<Sample> VerdictOf(CheckResult result) => Enum.GetValues<Verdict>()
        .Select(verdict => new Sample(verdict == result.Verdict ? 1 : 0, Domain(result), ("verdict", verdict.ToText())));

    private static IEnumerable<Sample> Counts(CheckResult result) => Enum.GetValues<Severity>()
        .Select(severity => new Sample(result.Findings.Count(finding => finding.Severity == severity), Domain(result), ("severity", Word(severity))));

    private static IEnumerable<Sample> Findings(CheckResult result) => result.Findings
        .GroupBy(finding => (finding.Kind, Host: finding.Host ?? ""))
        .Select(group => new Sample(
            group.Count(), Domain(result), ("code", group.Key.Kind.Code), ("severity", Word(group.Key.Kind.Severity)), ("host", group.Key.Host)));

    private static IEnumerable<Sample> Certificates(CheckResult result)
    {
        var evidence = result.Reading.Evidence;
        var shown = evidence.PolicyHost.Fetches.Select(fetch => ("policy-host", evidence.PolicyHost.Host.Ascii, fetch.Address, fetch.Tls?.Leaf))
            .Concat(evidence.MailHosts.SelectMany(host => host.Probes.Select(probe => ("mail-host", host.Host.Ascii, probe.Address, probe.Tls?.Leaf))));
        foreach (var (role, host, address, leaf) in shown.DistinctBy(one => (one.Item1, one.Item2, one.Address)))
        {
            if (leaf is not null)
                yield return new Sample(Seconds(leaf.NotAfter), Domain(result), ("role", role), ("host", host), ("address", address));
        }
    }

    private static IEnumerable<Sample> MaxAge(CheckResult result)
    {
        if (result.Reading.Applied is { } policy)
            yield return new Sample(policy.MaxAge, Domain(result), ("mode", policy.Mode.ToText()));
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds();

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();
}
