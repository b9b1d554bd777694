using System.Net;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Fetching;

/// <summary>The HTTP part of one fetch, over a channel that is proven already.</summary>
internal sealed class PolicyExchange : IDisposable
{
    private const string MediaType = "text/plain";
    private const int MostHeaderKilobytes = 16;

    private readonly HttpMessageInvoker _http;
    private readonly Uri _uri;

    public PolicyExchange(Stream channel, DomainName host)
    {
        // The scheme only keeps the handler from adding TLS of its own: the channel has it.
        _uri = new Uri($"http://{host.Ascii}{StsPolicy.Path}");
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => ValueTask.FromResult(channel),
            AllowAutoRedirect = false, // "HTTP 3xx redirects MUST NOT be followed" (RFC 8461 §3.3)
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MostHeaderKilobytes,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
        });
    }

    public async Task<FetchOutcome> GetAsync(PresentedCertificate certificate, FetchProgress progress, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _uri);
        using var response = await _http.SendAsync(request, cancellationToken);
        if (Refuse(response) is { } refused)
            return refused;

        progress.Phase = FetchPhase.Body;
        return await ReadAsync(response, cancellationToken) is { } body
            ? new FetchOutcome.Fetched(body, certificate)
            : new FetchOutcome.TooLarge(response.Content.Headers.ContentLength);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>"any … status code other than 200 MUST be treated as a failure"; "Content-Type: text/plain" (RFC 8461 §3.3, §3.2).</summary>
    private static FetchOutcome? Refuse(HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        if (status is >= 300 and <= 399)
            return new FetchOutcome.Redirected(status, First(response.Headers.NonValidated, "Location"));
        if (status != 200)
            return new FetchOutcome.WrongStatus(status);
        string? type = First(response.Content.Headers.NonValidated, "Content-Type");
        if (type is null || !type.Split(';')[0].Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase))
            return new FetchOutcome.WrongMediaType(type);
        return response.Content.Headers.ContentLength > StsPolicy.MaxBodyBytes
            ? new FetchOutcome.TooLarge(response.Content.Headers.ContentLength)
            : null;
    }

    /// <summary>The body, or null when it goes on beyond what a sender reads.</summary>
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = new byte[StsPolicy.MaxBodyBytes + 1];
        int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > StsPolicy.MaxBodyBytes ? null : buffer[..length];
    }

    private static string? First(System.Net.Http.Headers.HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
