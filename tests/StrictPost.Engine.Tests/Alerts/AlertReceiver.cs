using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace StrictPost.Engine.Tests.Alerts;

/// <summary>What was posted.</summary>
internal sealed record Posted(string Body, string? Signature, string? Id, string? ContentType);

/// <summary>A web server on loopback that takes messages, and answers as it is told.</summary>
internal sealed class AlertReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Channel<Posted> _posted = Channel.CreateUnbounded<Posted>();
    private readonly Queue<int> _answers;

    /// <param name="answers">The status of the first answers; then it is 200.</param>
    public AlertReceiver(params int[] answers)
    {
        _answers = new Queue<int>(answers);
        for (int tries = 0; ; tries++)
        {
            Address = new Uri($"http://127.0.0.1:{FreePort()}/hook");
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add($"{Address.GetLeftPart(UriPartial.Authority)}/");
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (tries < 10)
            {
                // Somebody else was faster.
            }
        }

        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The next message that comes.</summary>
    public ValueTask<Posted> NextAsync() => _posted.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>True where one has come already.</summary>
    public bool HasMore => _posted.Reader.TryPeek(out _);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var posted = new Posted(
                    await reader.ReadToEndAsync(), context.Request.Headers["StrictPost-Signature"], context.Request.Headers["StrictPost-Id"], context.Request.ContentType);
                context.Response.StatusCode = _answers.TryDequeue(out int status) ? status : 200;
                context.Response.Close();
                await _posted.Writer.WriteAsync(posted);
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
