using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.Engine.Tls;

/// <summary>
/// TLS over a connection, as somebody who looks and does not trust: it goes on behind a bad certificate and writes down what
/// was shown. Nothing secret must ever be sent through it.
/// </summary>
internal sealed class TlsConnection : IAsyncDisposable
{
    private const int MostCertificates = 10;

    private readonly HandshakeTrace _trace;
    private readonly SslStream _stream;
    private readonly X509Certificate2Collection? _roots;
    private readonly DateTimeOffset _now;
    private readonly bool _judgeAnchors;
    private ImmutableArray<CertificateEvidence> _chain = [];
    private ImmutableArray<CertificateFault> _faults = [];

    /// <summary>Takes over a connected stream.</summary>
    /// <param name="inner">The stream; disposed with this.</param>
    /// <param name="roots">Whom to trust; null for the operating system's choice.</param>
    /// <param name="now">The time to judge certificates by.</param>
    /// <param name="judgeAnchors">
    /// Whether to judge each certificate as a trust anchor. That is for DANE, which mail hosts know and policy hosts do not; it
    /// costs as much as judging the chain.
    /// </param>
    public TlsConnection(Stream inner, X509Certificate2Collection? roots, DateTimeOffset now, bool judgeAnchors)
    {
        _judgeAnchors = judgeAnchors;
        _trace = new HandshakeTrace(inner);
        _stream = new SslStream(_trace);
        _roots = roots;
        _now = now;
    }

    /// <summary>What passes over TLS, once it is agreed. Disposing it closes the connection.</summary>
    public Stream Stream => _stream;

    /// <summary>What was agreed; null before.</summary>
    public TlsEvidence? Agreed { get; private set; }

    /// <summary>Shakes hands.</summary>
    /// <param name="host">The name to ask for (SNI).</param>
    /// <param name="protocols">What to offer by ALPN; null for nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why it failed, or null.</returns>
    public async Task<ConnectionEnd?> AgreeAsync(
        DomainName host, List<SslApplicationProtocol>? protocols, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.AuthenticateAsClientAsync(Options(host, protocols), cancellationToken);
            Agreed = new TlsEvidence
            {
                Version = _stream.SslProtocol == SslProtocols.Tls13 ? "TLS 1.3" : "TLS 1.2",
                Cipher = _stream.NegotiatedCipherSuite.ToString(),
                Chain = _chain,
                ChainFaults = _faults,
            };
            return null;
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException or CryptographicException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return End(fault);
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <summary>"TLS … at least version 1.2" and SNI: RFC 8461 §3.3 and §4.2. No resumption: each look sees the certificate anew.</summary>
    private SslClientAuthenticationOptions Options(DomainName host, List<SslApplicationProtocol>? protocols) => new()
    {
        TargetHost = host.Ascii,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = protocols,
        CertificateChainPolicy = ChainJudge.Policy(_roots, _now),
        RemoteCertificateValidationCallback = WriteDown,
        AllowTlsResume = false,
    };

    /// <summary>The platform's own opinion on the name is not used: it accepts names that stand in the subject only.</summary>
    private bool WriteDown(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf || chain is null)
            return true;
        // The store holds what came over the wire, in that order, on some systems without the host's own certificate.
        var others = chain.ChainPolicy.ExtraStore.SkipWhile(other => other.RawDataMemory.Span.SequenceEqual(leaf.RawDataMemory.Span));
        X509Certificate2[] shown = [leaf, .. others.Take(MostCertificates - 1)];
        var byAnchor = _judgeAnchors ? ChainJudge.FaultsByAnchor(shown, _now) : [];
        _chain = [.. shown.Select((each, index) => CertificateReading.Of(each) with { FaultsAsAnchor = byAnchor.ElementAtOrDefault(index - 1) })];
        _faults = ChainJudge.Faults(chain, _now);
        return true;
    }

    private ConnectionEnd End(Exception fault)
    {
        var (kind, words) = _trace switch
        {
            { ServerIsOld: true } => (ConnectionFault.OldTls, "it offers no TLS 1.2 or newer"),
            { ServerSaidNothing: true } => (ConnectionFault.Closed, "it closes the connection without an answer"),
            { ServerSpeaksOtherwise: true } => (ConnectionFault.NotSpoken, "what it answers is not TLS"),
            { Alert: null } when fault is IOException => (ConnectionFault.Closed, "it closes the connection in the middle of the handshake"),
            _ => (ConnectionFault.TlsFailed, fault.InnerException?.Message ?? fault.Message),
        };
        return new ConnectionEnd(kind, ConnectionPhase.Handshake) { Alert = _trace.Alert, Detail = words };
    }
}
