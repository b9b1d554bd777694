using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Acme;

/// <summary>When an authority wants a certificate renewed (RFC 9773 §4.2).</summary>
/// <param name="Start">Beginning of the window.</param>
/// <param name="End">End of the window, later than <paramref name="Start"/>.</param>
public sealed record RenewalInfo(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Why, where the authority has a page about it.</summary>
    public Uri? Explanation { get; init; }

    /// <summary>A moment in the window.</summary>
    /// <param name="fraction">Evenly random in 0 to 1, so that not all renew at once (RFC 9773 §4.2).</param>
    public DateTimeOffset MomentAt(double fraction) => Start + ((End - Start) * Math.Clamp(fraction, 0, 1));

    internal static RenewalInfo? Read(JsonFields fields)
    {
        var window = fields.Object("suggestedWindow");
        // A window that ends before it begins is to be taken for no answer (RFC 9773 §4.2).
        return window?.Time("start") is { } start && window?.Time("end") is { } end && start < end
            ? new RenewalInfo(start, end) { Explanation = fields.Https("explanationURL") }
            : null;
    }
}

/// <summary>How an authority knows a certificate of its own (RFC 9773 §4.1).</summary>
/// <param name="Text">Key identifier of the issuer, dot, serial number; each base64url.</param>
public sealed record CertificateId(string Text)
{
    /// <summary>Of a certificate; null when it names no key of its issuer.</summary>
    public static CertificateId? Of(X509Certificate2 certificate)
    {
        try
        {
            var issuer = certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier;
            return issuer is { Length: > 0 } key
                ? new CertificateId($"{Base64Url.Encode(key.Span)}.{Base64Url.Encode(certificate.SerialNumberBytes.Span)}")
                : null;
        }
        catch (CryptographicException)
        {
            // The platform reads extensions late: a certificate that loads can still be broken inside.
            return null;
        }
    }
}
