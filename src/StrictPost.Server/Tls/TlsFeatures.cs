using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Http.Features;

namespace StrictPost.Server.Tls;

/// <summary>What Kestrel wants to know of a connection over TLS: that it is one, and whether HTTP/2 is spoken. Clients show no certificates.</summary>
internal sealed class TlsFeatures(Alpn protocol) : ITlsConnectionFeature, ITlsApplicationProtocolFeature
{
    public ReadOnlyMemory<byte> ApplicationProtocol { get; } = AlpnProtocol.Wire(protocol).ToArray();

    public X509Certificate2? ClientCertificate { get; set; }

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);
}
