using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StrictPost.Engine.Tests.Probing;

/// <summary>
/// A server that follows a script: what it says and what it waits for, in turn, beginning with what it says. At the script's
/// end it keeps silent and the connection open.
/// </summary>
internal sealed class ScriptedHost : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string[] _script;
    private readonly Task _accepting;
    private readonly SemaphoreSlim _played = new(0);
    private readonly List<Socket> _open = [];

    public ScriptedHost(params string[] script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections there were.</summary>
    public int Connections { get; private set; }

    /// <summary>Done when one connection has come to the script's end.</summary>
    public Task Played => PlayedTimesAsync(1, TestContext.Current.CancellationToken);

    /// <summary>Waits until so many connections in all have come to the script's end.</summary>
    public async Task PlayedTimesAsync(int times, CancellationToken cancellationToken)
    {
        for (; _seen < times; _seen++)
            await _played.WaitAsync(cancellationToken);
    }

    private int _seen;

    /// <summary>Closes what is open.</summary>
    public void Close()
    {
        lock (_open)
        {
            _open.ForEach(socket => socket.Dispose());
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Close();
        await _accepting;
        _played.Dispose();
    }

    private async Task AcceptAsync()
    {
        var plays = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                lock (_open)
                    _open.Add(socket);
                Connections++;
                plays.Add(PlayAsync(socket));
            }
        }
        catch (Exception closed) when (closed is SocketException or InvalidOperationException)
        {
        }

        await Task.WhenAll(plays);
    }

    private async Task PlayAsync(Socket socket)
    {
        try
        {
            for (int turn = 0; turn < _script.Length; turn++)
            {
                if (turn % 2 == 0)
                    await socket.SendAsync(Encoding.Latin1.GetBytes(_script[turn]));
                else
                    await HearAsync(socket, _script[turn]);
            }

            _played.Release();
        }
        catch (Exception closed) when (closed is SocketException or InvalidOperationException)
        {
        }
    }

    private static async Task HearAsync(Socket socket, string expected)
    {
        var buffer = new byte[4096];
        var heard = new StringBuilder();
        while (!heard.ToString().Contains(expected, StringComparison.Ordinal))
        {
            int count = await socket.ReceiveAsync(buffer);
            if (count == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            heard.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
    }
}
