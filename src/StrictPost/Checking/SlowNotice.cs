using StrictPost.CommandLine;

namespace StrictPost.Checking;

/// <summary>Tells a watching person that a long silence is no fault.</summary>
internal static class SlowNotice
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Says it once, unless disposed of before; null where nobody watches.</summary>
    public static IDisposable? Begin(Terminal terminal, TimeProvider time) => terminal.IsTerminal
        ? time.CreateTimer(_ => terminal.Error.WriteLine("Looking; mail hosts may let strangers wait for half a minute."), null, Patience, Timeout.InfiniteTimeSpan)
        : null;
}
