using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Intake.Trust;

/// <summary>What the way by which a report came says of it, where no mail is around it that could be signed.</summary>
internal static class WayProof
{
    /// <summary>The trust that the way gives.</summary>
    public static Proof Of(Delivery delivery, TlsReport report) => delivery.Way switch
    {
        WayIn.Https => Posted(delivery.AddressedTo, report),
        WayIn.File => new Proof(ReportTrust.ByHand, null),
        _ => new Proof(ReportTrust.Unsigned, "It came without a mail around it that could be signed."),
    };

    /// <summary>Whoever was told the secret of one domain may speak of that domain, and of no other (RFC 8460 §5.5 has no signatures).</summary>
    private static Proof Posted(string? addressedTo, TlsReport report)
    {
        var stranger = report.Policies.FirstOrDefault(policy => !policy.Domain.Ascii.Equals(addressedTo, StringComparison.OrdinalIgnoreCase));
        return stranger is null
            ? new Proof(ReportTrust.SecretAddress, null)
            : new Proof(ReportTrust.Unsigned, $"It was posted to the address of {addressedTo ?? "no domain"}, and speaks of {stranger.Domain.Ascii}.");
    }
}
