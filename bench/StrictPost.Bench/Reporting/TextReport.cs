using System.Globalization;

namespace StrictPost.Bench.Reporting;

/// <summary>The report as a table: a row for each metric, a column for each server, then the ratios.</summary>
public static class TextReport
{
    public static string Render(Comparison comparison)
    {
        var peers = comparison.ComparedWith.ToArray();
        var rows = new List<string[]> { Head(comparison, peers) };
        rows.AddRange(Metric.All.Select(metric => Row(metric, comparison, peers)));
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        var lines = rows.Select(row => string.Join("  ", row.Select((cell, i) =>
            i < 2 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        var failures = comparison.Servers.SelectMany(server => server.Rounds
            .Where(round => round.FirstFailure is not null)
            .Select(round => $"{server.Spec.Label} failed: {round.FirstFailure}"));
        return string.Join('\n', lines.Concat(failures));
    }

    private static string[] Head(Comparison comparison, ServerRounds[] peers) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{comparison.Domains:N0} domains"), "",
        .. comparison.Servers.Select(server => server.Spec.Label),
        .. peers.Select(peer => $"{comparison.Servers[0].Spec.Label}/{peer.Spec.Label}"),
    ];

    private static string[] Row(Metric metric, Comparison comparison, ServerRounds[] peers) =>
    [
        metric.Title, metric.Unit,
        .. comparison.Servers.Select(server => Number(metric.Median(server.Rounds))),
        .. peers.Select(peer => metric.Compared ? comparison.Ratio(metric, peer).ToString("0.00", CultureInfo.InvariantCulture) : ""),
    ];

    private static string Number(double value) =>
        value.ToString(value is > 0 and < 10 ? "0.00" : value < 100 ? "0.#" : "N0", CultureInfo.InvariantCulture);
}
