using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Intake;

/// <summary>A report that was found in a delivery.</summary>
/// <param name="Report">What it says.</param>
/// <param name="Findings">What was odd about it, and how that was understood.</param>
/// <param name="Trust">How sure it is that the reporter sent it.</param>
/// <param name="Signer">The domain of the signature that decided; null where there was none.</param>
/// <param name="TrustDetail">Why the trust is not higher, in a sentence; null where nothing needs saying.</param>
public sealed record FoundReport(TlsReport Report, ImmutableArray<Finding> Findings, ReportTrust Trust, string? Signer, string? TrustDetail);

/// <summary>What a delivery held.</summary>
/// <param name="Reports">All reports in it.</param>
/// <param name="Obstacles">Why something in it could not be understood; where there are any, it goes to quarantine, too.</param>
public sealed record DeliveryReading(ImmutableArray<FoundReport> Reports, ImmutableArray<Finding> Obstacles)
{
    /// <summary>True where DNS gave no answer about a signature: the trust may be higher another time.</summary>
    public bool AskAgain { get; init; }
}
