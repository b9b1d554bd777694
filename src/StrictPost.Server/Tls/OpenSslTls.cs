using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using StrictPost.Server.Hosting;

namespace StrictPost.Server.Tls;

/// <summary>
/// TLS by OpenSSL, between the network and Kestrel's HTTP. A connection's way: 1. its ClientHello is read, and OpenSSL knows
/// nothing of it yet; 2. the certificate is found, which may take a while and blocks no thread; 3. OpenSSL shakes hands;
/// 4. HTTP is spoken; 5. close_notify.
/// </summary>
internal sealed class OpenSslTls(string version, CertificateChoice choice, TimeProvider time, ILogger<OpenSslTls> logger) : ITlsLayer
{
    /// <summary>How long a client may take to take what was sent last.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    private readonly TlsContext _context = TlsContext.Create();

    public string Description => version;

    public void PutUnder(ListenOptions listen) => listen.Use(next => connection => ServeAsync(connection, next));

    public void Dispose()
    {
        choice.Dispose();
        _context.Dispose();
    }

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (await GreetAsync(connection) is var (stream, hello))
                await SpeakAsync(connection, stream, hello, next);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // A client that fails its handshake, or goes away, is no concern of ours; the connection ends here.
            logger.HandshakeFailed(connection.RemoteEndPoint, fault.Message);
        }
    }

    /// <summary>Steps 1 to 3.</summary>
    /// <returns>Null where there is nothing to speak about: the client was refused, or was an authority that has now seen enough.</returns>
    private async ValueTask<(TlsStream Stream, ClientHello Hello)?> GreetAsync(ConnectionContext connection)
    {
        using var deadline = new CancellationTokenSource(KestrelSettings.Handshake, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, deadline.Token);
        var hello = await ClientHelloReader.ReadAsync(connection.Transport.Input, either.Token);
        var (session, alert) = hello is null ? (null, TlsAlert.DecodeError) : await choice.OpenAsync(_context, hello, either.Token);
        if (session is null)
        {
            await connection.Transport.Output.WriteAsync(alert, either.Token);
            return null;
        }

        var stream = new TlsStream(connection.Transport, session);
        bool goesOn = false;
        try
        {
            await stream.HandshakeAsync(either.Token);
            goesOn = hello!.Protocol != Alpn.AcmeTls;
            return goesOn ? (stream, hello) : null;
        }
        finally
        {
            if (!goesOn)
                await EndAsync(stream, connection);
        }
    }

    /// <summary>Steps 4 and 5.</summary>
    private async Task SpeakAsync(ConnectionContext connection, TlsStream stream, ClientHello hello, ConnectionDelegate next)
    {
        connection.Features.Set(new HandshakeHost(hello.ServerName!));
        var features = new TlsFeatures(hello.Protocol);
        connection.Features.Set<ITlsConnectionFeature>(features);
        connection.Features.Set<ITlsApplicationProtocolFeature>(features);
        var encrypted = connection.Transport;
        var plain = new PlainPipes(stream);
        connection.Transport = plain;
        try
        {
            await next(connection);
            await plain.Input.CompleteAsync();
            await plain.Output.CompleteAsync();
        }
        finally
        {
            connection.Transport = encrypted;
            await EndAsync(stream, connection);
        }
    }

    private async ValueTask EndAsync(TlsStream stream, ConnectionContext connection)
    {
        try
        {
            await using (stream)
                await stream.CloseAsync(connection.ConnectionClosed).WaitAsync(Farewell, time, connection.ConnectionClosed);
        }
        catch (TimeoutException)
        {
            connection.Abort(new ConnectionAbortedException("The client takes nothing any more."));
        }
    }

    private sealed class PlainPipes(TlsStream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }
}
