using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace StrictPost.Bench.Baseline.Native;

/// <summary>Puts TLS by OpenSSL under Kestrel, in the place of UseHttps.</summary>
internal static class NativeTls
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);

    public static void UseNativeTls(this ListenOptions endpoint, NativeCertificates certificates) =>
        endpoint.Use(next => connection => ServeAsync(connection, certificates, next));

    private static async Task ServeAsync(ConnectionContext connection, NativeCertificates certificates, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        await using var stream = new NativeTlsStream(transport, certificates.Context);
        try
        {
            using (var limit = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed))
            {
                limit.CancelAfter(HandshakeLimit);
                await stream.HandshakeAsync(limit.Token);
            }

            connection.Features.Set<ITlsConnectionFeature>(new NoClientCertificate());
            var plain = new PlainPipes(stream);
            connection.Transport = plain;
            await next(connection);
            await plain.Input.CompleteAsync();
            await plain.Output.CompleteAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // A sender that fails its handshake is no concern of ours; the connection ends here.
        }
        finally
        {
            connection.Transport = transport;
            await stream.CloseAsync();
        }
    }

    private sealed class PlainPipes(NativeTlsStream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    private sealed class NoClientCertificate : ITlsConnectionFeature
    {
        public X509Certificate2? ClientCertificate { get; set; }

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);
    }
}
