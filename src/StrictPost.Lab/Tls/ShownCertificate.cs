using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Tls;

/// <summary>What a host shows in the handshake, and who signed it.</summary>
/// <param name="Context">What the platform's TLS wants to have.</param>
/// <param name="Leaf">The host's own certificate, with its key.</param>
/// <param name="Issuer">The authority's certificate; where the authority is not the lab's, the leaf itself.</param>
internal sealed record ShownCertificate(SslStreamCertificateContext Context, X509Certificate2 Leaf, X509Certificate2 Issuer);

/// <summary>Which certificate a host shows. Hosts whose kinds are equal show the same.</summary>
/// <param name="Label">The host's name, or that of the certificate it shares.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Chain">Who signs it.</param>
internal readonly record struct CertificateKind(string Label, TlsFault Fault, LabChain Chain);
