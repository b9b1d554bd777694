using StrictPost.CommandLine;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;
using StrictPost.Rendering;

namespace StrictPost.Reporting;

/// <summary>Reports for spreadsheets: a line for each policy with its sums, and then one for each of its failures.</summary>
internal static class ReportCsv
{
    private sealed record Line(FoundReport Found, ReportedPolicy Policy, ReportedFailure? Failure)
    {
        public TlsReport Report => Found.Report;

        public FailureDetail? Detail => Failure?.Detail;
    }

    private static readonly Listing<Line> Columns = new(
        new(null, "organization", line => line.Report.Organization),
        new(null, "reporter", line => line.Report.Reporter),
        new(null, "reportId", line => line.Report.ReportId),
        new(null, "start", line => line.Report.Start),
        new(null, "end", line => line.Report.End),
        new(null, "trust", line => line.Found.Trust.ToText()),
        new(null, "domain", line => line.Policy.Domain.Ascii),
        new(null, "type", line => line.Policy.TypeText),
        new(null, "version", line => line.Policy.Applied.Version),
        new(null, "successful", line => line.Failure is null ? line.Policy.Successful : null),
        new(null, "failed", line => line.Failure is null ? line.Policy.Failed : null),
        new(null, "resultType", line => line.Detail?.ResultText),
        new(null, "cause", line => line.Failure?.Cause.Code),
        new(null, "sessions", line => line.Failure?.Sessions),
        new(null, "sendingMtaIp", line => line.Detail?.SendingMtaIp),
        new(null, "receivingMx", line => line.Detail?.ReceivingMx),
        new(null, "receivingHelo", line => line.Detail?.ReceivingHelo),
        new(null, "receivingIp", line => line.Detail?.ReceivingIp),
        new(null, "reasonCode", line => line.Detail?.ReasonCode),
        new(null, "additionalInformation", line => line.Detail?.AdditionalInformation));

    /// <summary>Prints all reports of a delivery. What in it was none is told on the side.</summary>
    public static void Print(Terminal terminal, DeliveryReading reading)
    {
        var lines = reading.Reports.SelectMany(found => found.Report.Policies.SelectMany(policy =>
            ReportedFailures.Of(policy).Select(failure => new Line(found, policy, failure)).Prepend(new Line(found, policy, null))));
        Columns.Print(terminal, ListFormat.Csv, [.. lines], "");
        foreach (var obstacle in reading.Obstacles)
            FindingText.Write(terminal.PrettyError(), obstacle);
    }
}
