using System.Net;
using System.Text;
using System.Threading.Channels;
using StrictPost.EndToEnd.Tests.Peers;

namespace StrictPost.EndToEnd.Tests.Alerting;

/// <summary>A web server of loopback that takes what is posted.</summary>
internal sealed class HookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Channel<(string Body, string? Signature)> _posted = Channel.CreateUnbounded<(string, string?)>();

    /// <param name="status">What it answers.</param>
    public HookReceiver(int status = 200)
    {
        Address = $"http://127.0.0.1:{PeerPort.Free()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = ServeAsync(status);
    }

    public string Address { get; }

    /// <summary>True where something has come that nobody has asked for yet.</summary>
    public bool HasMore => _posted.Reader.TryPeek(out _);

    /// <summary>The next that comes.</summary>
    public async Task<(string Body, string? Signature)> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        return await _posted.Reader.ReadAsync(limit.Token);
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync(int status)
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                string body = await reader.ReadToEndAsync();
                context.Response.StatusCode = status;
                context.Response.Close();
                await _posted.Writer.WriteAsync((body, context.Request.Headers["StrictPost-Signature"]));
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
