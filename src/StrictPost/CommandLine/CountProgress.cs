namespace StrictPost.CommandLine;

/// <summary>Tells a watching person how far long work is, ten times a second at most.</summary>
/// <param name="what">What is counted, such as <c>rows copied</c>.</param>
/// <param name="terminal">Where to say it.</param>
/// <param name="time">When.</param>
internal sealed class CountProgress(string what, Terminal terminal, TimeProvider time) : IProgress<long>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly long _start = time.GetTimestamp();
    private long _last = time.GetTimestamp();
    private bool _shown;

    public void Report(long value)
    {
        if (!terminal.ErrorIsTerminal || time.GetElapsedTime(_last) < Interval || time.GetElapsedTime(_start) < TimeSpan.FromSeconds(1))
            return;
        terminal.Error.Write($"\r{value} {what}");
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
