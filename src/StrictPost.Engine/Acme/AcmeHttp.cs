using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Acme;

/// <summary>Sends single requests to an authority. What the world does wrong is a result; only the caller's own cancellation throws.</summary>
internal sealed class AcmeHttp : IDisposable
{
    /// <summary>Largest answer, in bytes.</summary>
    public const int LargestAnswer = 256 * 1024;

    private const int MostHeaderKilobytes = 32;
    private const int MostConnections = 16;

    private static readonly MediaTypeHeaderValue Jose = new("application/jose+json");
    private static readonly string UserAgent = $"strictpost/{typeof(AcmeHttp).Assembly.GetName().Version?.ToString(3)}";

    private readonly HttpMessageInvoker _http;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;

    public AcmeHttp(AcmeSettings settings, TimeProvider time)
    {
        (_deadline, _time) = (settings.Deadline, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // A signed request is for one URL (RFC 8555 §6.4).
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = MostConnections,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ActivityHeadersPropagator = null,
        };
        if (settings.Roots is { } roots)
            handler.SslOptions.CertificateChainPolicy = Trusting(roots);
        _http = new HttpMessageInvoker(handler);
    }

    public Task<AcmeResult<AcmeAnswer>> GetAsync(Uri url, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, url), LargestAnswer, cancellationToken);

    public Task<AcmeResult<AcmeAnswer>> HeadAsync(Uri url, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Head, url), LargestAnswer, cancellationToken);

    /// <summary>Sends a signed object (RFC 8555 §6.2).</summary>
    public Task<AcmeResult<AcmeAnswer>> PostAsync(Uri url, byte[] jws, int largestAnswer, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(jws);
        content.Headers.ContentType = Jose;
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, url) { Content = content }, largestAnswer, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The platform's clock decides about the authority's own certificate: the connection is now, whatever time we issue for.</summary>
    private static X509ChainPolicy Trusting(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private async Task<AcmeResult<AcmeAnswer>> SendAsync(HttpRequestMessage request, int largestAnswer, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using (request)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            request.Headers.TryAddWithoutValidation("Accept-Language", "en");
            try
            {
                using var response = await _http.SendAsync(request, either.Token);
                return await ReadAsync(response, request.RequestUri!, largestAnswer, either.Token);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
            {
                return new AcmeFault(AcmeFaultKind.TimedOut, $"{request.RequestUri!.Authority} did not answer within {_deadline.TotalSeconds:0} s");
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return FaultOf(fault, request.RequestUri!);
            }
        }
    }

    private async Task<AcmeResult<AcmeAnswer>> ReadAsync(HttpResponseMessage response, Uri asked, int largest, CancellationToken cancellationToken)
    {
        if ((int)response.StatusCode is >= 300 and < 400)
            return new AcmeFault(AcmeFaultKind.BadAnswer, $"{asked} answers with a redirect ({(int)response.StatusCode}), which ACME does not have");
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        if (await BodyAsync(stream, largest, cancellationToken) is not { } body)
            return new AcmeFault(AcmeFaultKind.BadAnswer, $"{asked} answers with more than {largest / 1024} KiB");
        return new AcmeAnswer((int)response.StatusCode, body)
        {
            Location = AnswerHeaders.Location(response.Headers, asked),
            Nonce = AnswerHeaders.Nonce(response.Headers),
            RetryAfter = AnswerHeaders.RetryAfter(response.Headers, _time.GetUtcNow()),
            Alternates = AnswerHeaders.Alternates(response.Headers, asked),
        };
    }

    /// <summary>Null when there is more than is allowed.</summary>
    private static async Task<byte[]?> BodyAsync(Stream stream, int largest, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(largest + 1);
        try
        {
            int length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, largest + 1), largest + 1, throwOnEndOfStream: false, cancellationToken);
            return length > largest ? null : buffer.AsSpan(0, length).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static AcmeFault FaultOf(Exception fault, Uri asked) => fault switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } =>
            new AcmeFault(AcmeFaultKind.Untrusted, $"{asked.Authority} does not prove who it is: {(fault.InnerException ?? fault).Message}"),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } =>
            new AcmeFault(AcmeFaultKind.BadAnswer, $"{asked.Authority} does not speak HTTP as it should: {fault.Message}"),
        _ => new AcmeFault(AcmeFaultKind.Unreachable, $"{asked.Authority} cannot be reached: {fault.Message}"),
    };
}
