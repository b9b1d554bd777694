using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Dns;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Sending;

/// <summary>Posts a report (RFC 8460 §5.5).</summary>
internal sealed class ReportPost(DnsLookups dns, SendSettings settings)
{
    private static readonly MediaTypeHeaderValue Gzip = new("application/tlsrpt+gzip");

    public async Task<SendOutcome> SendAsync(TestReport report, Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(Handler());
        using var content = new ByteArrayContent(report.ToGzip());
        content.Headers.ContentType = Gzip;
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            string said = $"{(int)response.StatusCode} {response.ReasonPhrase}";
            // RFC 8460 §5.5: any status of class 2xx is success.
            return (int)response.StatusCode is >= 200 and < 300
                ? SendOutcome.Accepted($"The host answered {said}.")
                : SendOutcome.Refused($"The host answered {said}.");
        }
        catch (HttpRequestException fault)
        {
            return SendOutcome.Unreached($"{(fault.InnerException ?? fault).Message.TrimEnd('.')}.");
        }
    }

    private SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
        };
        if (settings.Roots is { } roots)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            policy.CustomTrustStore.AddRange(roots);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return handler;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port == 443 ? settings.HttpsPort : context.DnsEndPoint.Port);
        if (!DomainName.TryParse(host, out var name))
            throw new IOException($"`{host}` is no host name.");
        return await HostConnect.ToAsync(dns, name, port, cancellationToken);
    }
}
