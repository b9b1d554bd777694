using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using StrictPost.Bench.Measuring;

namespace StrictPost.Bench.Servers;

/// <summary>A server that we started, and the only process that we stop.</summary>
public sealed partial class RunningServer : IAsyncDisposable
{
    private const int LinesKept = 20;
    private const int Terminate = 15;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);
    private readonly Process _process;
    private readonly Queue<string> _said = new();

    private RunningServer(Process process, long started)
    {
        _process = process;
        Started = started;
        Tree = new ProcessTree(process.Id);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The moment before it was spawned, in Stopwatch ticks.</summary>
    public long Started { get; }

    public ProcessTree Tree { get; }

    /// <exception cref="BenchException">The program cannot be started.</exception>
    public static RunningServer Start(ServerCommand command)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        var started = Stopwatch.GetTimestamp();
        try
        {
            return new RunningServer(Process.Start(start)!, started);
        }
        catch (Win32Exception e)
        {
            throw new BenchException($"{command.File} cannot be started: {e.Message}");
        }
    }

    /// <exception cref="BenchException">It has ended by itself.</exception>
    public void ThrowIfEnded()
    {
        if (_process.HasExited)
            throw new BenchException($"the server ended with {_process.ExitCode}: {Said()}");
    }

    public string Said()
    {
        lock (_said)
            return string.Join('\n', _said);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // A master that is killed outright leaves its workers behind.
            _ = Kill(_process.Id, Terminate);
            using var limit = new CancellationTokenSource(StopLimit);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > LinesKept)
                _said.Dequeue();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
