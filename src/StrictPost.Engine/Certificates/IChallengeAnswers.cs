namespace StrictPost.Engine.Certificates;

/// <summary>
/// What an authority asks of a policy host before it issues a certificate (RFC 8555 §8). Whichever node is asked can answer,
/// whichever node placed the order. Safe for use from several threads.
/// </summary>
public interface IChallengeAnswers
{
    /// <summary>The key authorization for <c>/.well-known/acme-challenge/TOKEN</c> (RFC 8555 §8.3), or null.</summary>
    /// <param name="host">Policy host, in lower-case A-labels; enrolled.</param>
    /// <param name="token">The last part of the path, as it was sent; not yet known to be a token.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    ValueTask<string?> FindHttpAsync(string host, string token, CancellationToken cancellationToken);

    /// <summary>The certificate to show to a client that offers only <c>acme-tls/1</c> (RFC 8737 §3), or null.</summary>
    /// <param name="host">Policy host, in lower-case A-labels; enrolled.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    ValueTask<HostCertificate?> FindTlsAlpnAsync(string host, CancellationToken cancellationToken);
}
