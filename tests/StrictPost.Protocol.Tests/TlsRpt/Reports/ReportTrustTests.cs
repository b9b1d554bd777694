using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.TlsRpt.Reports;

public sealed class ReportTrustTests
{
    [Theory]
    [InlineData(ReportTrust.Failed, "failed", false)]
    [InlineData(ReportTrust.Unsigned, "unsigned", false)]
    [InlineData(ReportTrust.SignedByAnother, "signed-by-another", false)]
    [InlineData(ReportTrust.SecretAddress, "secret-address", false)]
    [InlineData(ReportTrust.ByHand, "by-hand", true)]
    [InlineData(ReportTrust.SignedByReporter, "signed", true)]
    public void Trust_EachLevel_HasAWordAndIsBelievedOrNot(ReportTrust trust, string word, bool verified) =>
        Assert.Equal((word, verified), (trust.ToText(), trust.IsVerified()));

    [Fact]
    public void Reporter_WithoutADomain_IsTheNameInLowerCase()
    {
        var report = SampleReport.Read(SampleReport.With(organization: "\"Sender & Sons\"", contact: "\"phone us\""));

        Assert.Equal("sender & sons", report.Reporter);
        Assert.Null(report.ReporterDomain);
    }
}
