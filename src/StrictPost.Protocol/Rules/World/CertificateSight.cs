using System.Globalization;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Rules.World;

/// <summary>What is wrong with a certificate, or will be soon, with its particulars.</summary>
internal static class CertificateSight
{
    private const int MostNames = 5;
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>One for each fault; where there is none, whether it expires soon.</summary>
    /// <param name="tls">What was shown.</param>
    /// <param name="faults">What is wrong with it (<see cref="HostProof"/>).</param>
    /// <param name="at">When it was seen.</param>
    /// <param name="kinds">How to name it.</param>
    public static IEnumerable<(FindingKind Kind, string? Detail)> Of(
        TlsEvidence tls, IReadOnlyCollection<CertificateFault> faults, DateTimeOffset at, CertificateKinds kinds)
    {
        // Who vouches for himself has no authority behind him: that is one cause.
        foreach (var fault in faults.Where(fault => fault != CertificateFault.Untrusted || !faults.Contains(CertificateFault.SelfSigned)))
            yield return (kinds.Of(fault), Particulars(fault, tls, at));
        if (faults.Count == 0 && tls.Leaf is { } leaf && ExpiresSoon(leaf, at))
            yield return (kinds.ExpiresSoon, Day(leaf.NotAfter));
    }

    /// <summary>The names in a certificate, for people.</summary>
    public static string Names(CertificateEvidence? shown) => shown is { DnsIds: { IsEmpty: false } ids }
        ? string.Join(", ", ids.Take(MostNames)) + (ids.Length > MostNames ? ", …" : "")
        : "no host at all";

    /// <summary>Short-lived certificates are renewed later than others, so for them the time is a third of their life.</summary>
    private static bool ExpiresSoon(CertificateEvidence leaf, DateTimeOffset at)
    {
        var third = (leaf.NotAfter - leaf.NotBefore) / 3;
        return leaf.NotAfter - at <= (third < Soon ? third : Soon);
    }

    private static string? Particulars(CertificateFault fault, TlsEvidence tls, DateTimeOffset at) => fault switch
    {
        CertificateFault.NameMismatch => Names(tls.Leaf),
        CertificateFault.Expired => Ended(tls, at),
        CertificateFault.NotYetValid => Begins(tls, at),
        CertificateFault.Untrusted or CertificateFault.Unsuitable => $"`{tls.Leaf?.Issuer}`",
        _ => null,
    };

    private static string Ended(TlsEvidence tls, DateTimeOffset at)
    {
        var over = tls.Chain.FirstOrDefault(certificate => certificate.NotAfter < at) ?? tls.Leaf;
        return over is null ? "an unknown day" : Day(over.NotAfter) + (over == tls.Leaf ? "" : " (that of an authority above it)");
    }

    private static string Begins(TlsEvidence tls, DateTimeOffset at)
    {
        var early = tls.Chain.FirstOrDefault(certificate => certificate.NotBefore > at) ?? tls.Leaf;
        return early is null ? "an unknown day" : Day(early.NotBefore);
    }

    /// <summary>A time as a finding's detail.</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
