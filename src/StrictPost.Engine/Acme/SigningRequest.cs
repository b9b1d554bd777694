using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Acme;

/// <summary>What an order is finalised with (RFC 8555 §7.4).</summary>
public static class SigningRequest
{
    /// <summary>
    /// A PKCS #10 request, DER. The name stands in the subject alternative name alone: a common name holds 64 characters at
    /// most, and nobody should look at it (RFC 8461 §3.3).
    /// </summary>
    /// <param name="host">In lower-case A-labels.</param>
    /// <param name="key">The host's key, P-256.</param>
    public static byte[] Create(string host, ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSigningRequest();
    }
}
