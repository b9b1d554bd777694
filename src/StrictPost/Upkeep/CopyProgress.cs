using StrictPost.CommandLine;

namespace StrictPost.Upkeep;

/// <summary>Tells a watching person how many rows are copied, ten times a second at most.</summary>
internal sealed class CopyProgress(Terminal terminal, TimeProvider time) : IProgress<long>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly long _start = time.GetTimestamp();
    private long _last = time.GetTimestamp();
    private bool _shown;

    public void Report(long value)
    {
        if (!terminal.ErrorIsTerminal || time.GetElapsedTime(_last) < Interval || time.GetElapsedTime(_start) < TimeSpan.FromSeconds(1))
            return;
        terminal.Error.Write($"\r{value} rows copied");
        _last = time.GetTimestamp();
        _shown = true;
    }

    /// <summary>Takes the line away.</summary>
    public void End()
    {
        if (_shown)
            terminal.Error.Write("\r                                        \r");
    }
}
