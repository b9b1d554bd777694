using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Alerts;

/// <summary>Posts JSON. Goes where it is told and nowhere else: no redirects, no proxy, no cookies.</summary>
internal sealed class AlertHttp(X509Certificate2Collection? roots) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(Handler(roots));

    public async Task<AlertOutcome> PostAsync(Uri address, byte[] body, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Add("User-Agent", "StrictPost");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            string said = $"The host answered {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd() + ".";
            return (int)response.StatusCode is >= 200 and < 300 ? AlertOutcome.Sent(said) : AlertOutcome.Refused(said);
        }
        catch (HttpRequestException fault)
        {
            // The address may be a secret, and the exception's own text can hold it; that of its cause does not.
            return AlertOutcome.Unreached($"{address.Host} cannot be reached: {(fault.InnerException?.Message ?? fault.HttpRequestError.ToString()).TrimEnd('.')}.");
        }
    }

    /// <summary>https everywhere; http only to this machine.</summary>
    public static bool IsSafe(Uri address) => address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler Handler(X509Certificate2Collection? roots)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        };
        if (roots is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
            policy.CustomTrustStore.AddRange(roots);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return handler;
    }
}
