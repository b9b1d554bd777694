using System.Collections.Immutable;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Fetching;

/// <summary>The TLS part of one fetch.</summary>
internal sealed class PolicyHandshake : IDisposable
{
    private readonly DomainName _host;
    private readonly X509Certificate2Collection? _roots;
    private readonly DateTimeOffset _now;
    private readonly HandshakeTrace _trace;
    private readonly SslStream _stream;
    private ImmutableArray<CertificateFault> _faults = [];

    /// <summary>Will prove <paramref name="host"/> over a connected socket, which it takes over.</summary>
    public PolicyHandshake(Socket socket, DomainName host, X509Certificate2Collection? roots, DateTimeOffset now)
    {
        _host = host;
        _roots = roots;
        _now = now;
        _trace = new HandshakeTrace(new NetworkStream(socket, ownsSocket: true));
        _stream = new SslStream(_trace);
    }

    /// <summary>What passes over TLS, after <see cref="RunAsync"/> went well.</summary>
    public Stream Channel => _stream;

    /// <summary>What the host showed; null while it has not.</summary>
    public PresentedCertificate? Certificate { get; private set; }

    /// <summary>Shakes hands.</summary>
    /// <returns>The failure, or null when the host is proven.</returns>
    public async Task<FetchOutcome?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _stream.AuthenticateAsClientAsync(Options(), cancellationToken);
            return null;
        }
        catch (AuthenticationException) when (!_faults.IsEmpty)
        {
            return new FetchOutcome.BadCertificate(_faults, Certificate!);
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return _trace.ServerIsOld ? new FetchOutcome.OldTls() : new FetchOutcome.TlsFailed(_trace.Alert, Reason(fault));
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>"TLS … at least version 1.2" and SNI: RFC 8461 §3.3. No resumption: each fetch proves the host anew.</summary>
    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = _host.Ascii,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        CertificateChainPolicy = CertificateJudge.Policy(_roots, _now),
        RemoteCertificateValidationCallback = Check,
        AllowTlsResume = false,
    };

    /// <summary>The platform's own opinion on the name is not used: it accepts names that stand in the subject only.</summary>
    private bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf || chain is null)
            return false;
        Certificate = PresentedCertificate.Of(leaf);
        _faults = CertificateJudge.Judge(Certificate, chain, _host, _now);
        return _faults.IsEmpty;
    }

    private string Reason(Exception fault) => _trace switch
    {
        { ServerSaidNothing: true } => "it closes the connection without an answer",
        { ServerSpeaksOtherwise: true } => "what it answers is not TLS",
        _ => fault.InnerException?.Message ?? fault.Message,
    };
}
