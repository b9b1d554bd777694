using System.Globalization;
using StrictPost.CommandLine;

namespace StrictPost.Checking;

/// <summary>Says on a terminal, once a second and in one line, how far a list is.</summary>
/// <param name="done">How many are checked.</param>
/// <param name="share">Which share of the list was read, 0 to 1; null when nobody knows.</param>
/// <param name="terminal">Where to say it.</param>
/// <param name="time">When.</param>
internal sealed class BatchProgress(Func<int> done, Func<double?> share, Terminal terminal, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly long _start = time.GetTimestamp();
    private ITimer? _timer;

    /// <summary>Begins, where somebody watches.</summary>
    public static BatchProgress Begin(Func<int> done, Func<double?> share, Terminal terminal, TimeProvider time)
    {
        var progress = new BatchProgress(done, share, terminal, time);
        if (terminal.ErrorIsTerminal)
            progress._timer = time.CreateTimer(_ => terminal.Error.Write($"\r{progress.Line(),-70}"), null, Pace, Pace);
        return progress;
    }

    /// <summary>Such as <c>12,345 checked · 410 a second · about 2 min left</c>.</summary>
    public string Line()
    {
        var elapsed = time.GetElapsedTime(_start);
        double rate = elapsed > TimeSpan.Zero ? done() / elapsed.TotalSeconds : 0;
        string left = share() is { } read and > 0.001 ? $" · about {Words(elapsed * ((1 - read) / read))} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{done():N0} checked · {rate:N0} a second{left}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_timer is null)
            return;
        _timer.Dispose();
        terminal.Error.Write($"\r{"",-70}\r");
    }

    private static string Words(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => $"{Math.Ceiling(time.TotalSeconds):N0} s",
        { TotalMinutes: < 90 } => $"{Math.Ceiling(time.TotalMinutes):N0} min",
        _ => $"{Math.Ceiling(time.TotalHours):N0} h",
    };
}
