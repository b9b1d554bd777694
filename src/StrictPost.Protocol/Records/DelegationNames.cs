using System.Security.Cryptography;
using System.Text;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Protocol.Records;

/// <summary>
/// The three names of a domain in a zone of the provider's, which the domain's own names lead to by CNAME (RFC 8461 §8.2). They depend on
/// nothing but the domain and the zone, so that whoever knows both knows them.
/// </summary>
/// <param name="PolicyHost">What <c>mta-sts.</c> leads to.</param>
/// <param name="Record">What <c>_mta-sts.</c> leads to.</param>
/// <param name="Reports">What <c>_smtp._tls.</c> leads to.</param>
public sealed record DelegationNames(DomainName PolicyHost, DomainName Record, DomainName Reports)
{
    /// <summary>Longest name of a zone that has room for every domain, in characters.</summary>
    public const int LongestZone = 190;

    private const string DigestMark = "d-";
    private const int DigestDigits = 40;

    /// <summary>
    /// The names in front of <c>DOMAIN.ZONE</c>, such as <c>_mta-sts.example.org.sts.provider.example</c>; where that is too long for DNS,
    /// in front of <c>d-DIGEST.ZONE</c>, with the first 160 bits of the domain's SHA-256.
    /// </summary>
    /// <exception cref="ArgumentException">The zone's name is longer than <see cref="LongestZone"/>.</exception>
    public static DelegationNames Of(DomainName domain, DomainName zone)
    {
        if (zone.Ascii.Length > LongestZone)
            throw new ArgumentException($"{zone} leaves no room for domains.", nameof(zone));
        return In(Whole(domain, zone)) ?? In(zone.Child(Digest(domain)))!;
    }

    private static DelegationNames? In(DomainName? place) =>
        place?.Child(StsPolicy.HostLabel) is { } policyHost
        && place.Child(StsRecord.Label) is { } record
        && place.Child(TlsRptRecord.Label) is { } reports
            ? new DelegationNames(policyHost, record, reports)
            : null;

    private static DomainName? Whole(DomainName domain, DomainName zone)
    {
        var place = zone;
        foreach (string label in domain.Labels.Reverse())
            place = place?.Child(label);
        return place;
    }

    private static string Digest(DomainName domain) =>
        DigestMark + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(domain.Ascii)))[..DigestDigits];
}
