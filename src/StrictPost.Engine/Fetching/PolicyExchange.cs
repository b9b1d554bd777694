using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Fetching;

/// <summary>The HTTP part of one fetch.</summary>
internal sealed class PolicyExchange : IDisposable
{
    private const int MostHeaderKilobytes = 16;
    private const int OnePiece = 4096;

    private readonly HttpMessageInvoker _http;
    private readonly Uri _uri;
    private readonly string? _userAgent;

    public PolicyExchange(Stream channel, DomainName host, string? userAgent)
    {
        _userAgent = userAgent;
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

    /// <summary>Asks, and reads the body where it can be a policy: that of a page with another status is nobody's business.</summary>
    public async Task GetAsync(FetchNotes notes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _uri);
        if (_userAgent is not null)
            request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        using var response = await _http.SendAsync(request, cancellationToken);
        notes.Head = new HttpEvidence { Status = (int)response.StatusCode, Fields = Fields(response) };
        if (response.StatusCode != HttpStatusCode.OK)
            return;

        notes.Phase = ConnectionPhase.Body;
        await ReadAsync(response, notes, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Why an answer broke off.</summary>
    public static ConnectionEnd EndOf(Exception fault, ConnectionPhase phase)
    {
        var kind = fault is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            ? ConnectionFault.NotSpoken
            : ConnectionFault.Closed;
        return new ConnectionEnd(kind, phase) { Detail = fault.Message };
    }

    private static async Task ReadAsync(HttpResponseMessage response, FetchNotes notes, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(OnePiece);
        try
        {
            while (!notes.IsCut && await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                int room = StsPolicy.MaxBodyBytes - notes.BodyLength;
                notes.IsCut = count > room;
                notes.Add(buffer.AsSpan(0, Math.Min(count, room)));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ImmutableArray<HttpField> Fields(HttpResponseMessage response) =>
    [
        .. Each(response.Headers.NonValidated).Concat(Each(response.Content.Headers.NonValidated)).Take(HttpEvidence.MostFields),
    ];

    private static IEnumerable<HttpField> Each(HttpHeadersNonValidated fields) =>
        fields.SelectMany(field => field.Value.Select(value => new HttpField(field.Key, value)));
}
