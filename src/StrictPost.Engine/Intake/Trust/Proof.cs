using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Intake.Trust;

/// <summary>How sure it is who sent a report, and why.</summary>
/// <param name="Trust">How sure.</param>
/// <param name="Detail">Why not surer, in a sentence; null where nothing needs saying.</param>
internal readonly record struct Proof(ReportTrust Trust, string? Detail)
{
    /// <summary>The domain of the signature that decided.</summary>
    public string? Signer { get; init; }

    /// <summary>Whether DNS kept the answer that could have made it surer.</summary>
    public bool AskAgain { get; init; }
}
