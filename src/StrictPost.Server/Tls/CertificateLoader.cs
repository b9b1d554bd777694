using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StrictPost.Engine.Certificates;

namespace StrictPost.Server.Tls;

/// <summary>A certificate as a TLS layer wants it, or why there is none; one that can be served may have a problem all the same.</summary>
internal sealed record LoadedCertificate<TReady>(TReady? Ready, string? Problem)
    where TReady : class;

/// <summary>Loads certificates, and makes them ready for a TLS layer.</summary>
/// <param name="source">Where they come from.</param>
/// <param name="prepare">Makes one ready, and takes it over; throws <see cref="CryptographicException"/> where it is no good.</param>
/// <param name="time">Measures how long loading takes.</param>
/// <param name="logger">Is told what is wrong with a certificate.</param>
internal sealed class CertificateLoader<TReady>(
    ICertificateSource source, Func<HostCertificate, TReady> prepare, TimeProvider time, ILogger logger)
    where TReady : class
{
    public ILogger Logger => logger;

    public CertificateStamp StampOf(string host, DateTimeOffset now) => source.StampOf(host, now);

    public async ValueTask<LoadedCertificate<TReady>> LoadAsync(string host, DateTimeOffset now, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        try
        {
            var load = await source.LoadAsync(host, now, deadline.Token);
            return new LoadedCertificate<TReady>(load.Certificate is { } certificate ? prepare(certificate) : null, load.Problem);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new LoadedCertificate<TReady>(null, $"Its certificate could not be loaded within {limit.TotalSeconds} seconds.");
        }
        catch (CryptographicException fault)
        {
            return new LoadedCertificate<TReady>(null, $"Its certificate or key cannot be used: {fault.Message}");
        }
    }
}
