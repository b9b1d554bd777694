using System.Diagnostics;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>A server of somebody else's, in the foreground, and everything it says on its two streams.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly Process _process;
    private readonly Task _reading;
    private TaskCompletionSource _more = Signal();
    private bool _ended;

    private PeerProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>Starts it and waits until a line of its log holds the words that mean it is ready.</summary>
    public static async Task<PeerProcess> StartAsync(string readyWords, string program, string folder, params string[] arguments)
    {
        var peer = new PeerProcess(Started.Begin(program, folder, arguments));
        try
        {
            await peer.UntilLoggedAsync(line => line.Contains(readyWords, StringComparison.Ordinal));
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <summary>All lines so far.</summary>
    public string[] Log
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>Waits for the first line that fits, from the log's beginning or from line <paramref name="after"/> on.</summary>
    /// <exception cref="InvalidOperationException">The program ended, or said nothing of the kind for half a minute.</exception>
    public async Task<string> UntilLoggedAsync(Func<string, bool> fits, int after = 0)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_lines.Skip(after).FirstOrDefault(fits) is { } line)
                    return line;
                more = _ended ? Task.FromCanceled(new CancellationToken(canceled: true)) : _more.Task;
            }

            try
            {
                await more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new InvalidOperationException($"{_process.StartInfo.FileName} did not say what was waited for:\n{string.Join('\n', Log)}", e);
            }
        }
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task EndedAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await _reading;
    }

    /// <inheritdoc cref="Ending.OfAsync"/>
    public async ValueTask DisposeAsync()
    {
        await Ending.OfAsync(_process, "TERM");
        // A child of it that lives on holds its streams open.
        await Task.WhenAny(_reading, Task.Delay(Patience));
        _process.Dispose();
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync()
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        lock (_lock)
            _ended = true;
        _more.SetResult();
    }

    private async Task ReadAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            TaskCompletionSource more;
            lock (_lock)
            {
                _lines.Add(line);
                (more, _more) = (_more, Signal());
            }

            more.SetResult();
        }
    }
}
