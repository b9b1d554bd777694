using Microsoft.Extensions.Logging;
using StrictPost.Domains;
using StrictPost.Engine.Issuance;

namespace StrictPost.Serving;

/// <summary>Logs what happens to certificates.</summary>
internal sealed partial class IssuanceLog(ILogger logger) : IProgress<IssuanceNote>
{
    public void Report(IssuanceNote value)
    {
        if (value.StoreFault is { } fault)
            StoreFailed(logger, value.Host ?? "all hosts", fault.Message, fault.Fix);
        else if (value.Host is { } host && value.Finding is { } stored)
            Failed(logger, host, IssuanceText.FindingOf(host, stored).Message);
        else
            Issued(logger, value.Host ?? "");
    }

    [LoggerMessage(40, LogLevel.Information, "A new certificate for {Host}")]
    private static partial void Issued(ILogger logger, string host);

    [LoggerMessage(41, LogLevel.Warning, "No certificate for {Host} yet: {Problem}")]
    private static partial void Failed(ILogger logger, string host, string problem);

    [LoggerMessage(42, LogLevel.Error, "The certificates of {Host} cannot be worked on: {Problem} {Fix}")]
    private static partial void StoreFailed(ILogger logger, string host, string problem, string fix);
}
