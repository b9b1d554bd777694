#pragma warning disable
namespace StrictPost.Engine.Intake;
public sealed class DkimJudge { public DkimJudge(Dns.DnsLookups dns, TimeProvider time) { } }
public sealed class ReportReader(DkimJudge j) : IDisposable
{
    public Task<DeliveryReading> ReadAsync(Delivery d, CancellationToken c)
    {
        var p = StrictPost.Protocol.TlsRpt.Reports.ReportParser.Parse(d.Bytes.Span, StrictPost.Protocol.TlsRpt.Reports.ReportHints.None);
        return Task.FromResult(p.Value is null ? new DeliveryReading([], [.. p.Findings]) : new DeliveryReading([new FoundReport(p.Value, [.. p.Findings], d.Way == WayIn.Https ? Protocol.TlsRpt.Reports.ReportTrust.SecretAddress : Protocol.TlsRpt.Reports.ReportTrust.Unsigned, null, null)], []));
    }
    public void Dispose() {}
}
