using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Xunit.v3;

[assembly: StrictPost.Tests.Watch.HangWatch]

namespace StrictPost.Tests.Watch;

/// <summary>
/// Ends a run in which a test hangs, and names the test: whoever reads a log that just stops learns nothing. The limit is far above
/// what the longest test takes on a busy machine, so it says nothing about speed.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class HangWatchAttribute : BeforeAfterTestAttribute
{
    /// <summary>After this the test is told to give up, which shows where it waited.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(14);

    /// <summary>After this the run ends.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private static readonly ConcurrentDictionary<string, (long Since, ITestContext Context)> Running = new(StringComparer.Ordinal);
    private static readonly Timer Clock = new(_ => Look(), null, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));

    /// <summary>When a test last began or ended: a fixture can hang, too.</summary>
    private static long _lastMove = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        GC.KeepAlive(Clock);
        _lastMove = Stopwatch.GetTimestamp();
        Running[test.TestDisplayName] = (_lastMove, TestContext.Current);
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        Running.TryRemove(test.TestDisplayName, out _);
        _lastMove = Stopwatch.GetTimestamp();
    }

    private static void Look()
    {
        foreach (var (_, context) in Running.Values.Where(test => Stopwatch.GetElapsedTime(test.Since) > Patience))
            context.CancelCurrentTest();
        var hanging = Running.Where(test => Stopwatch.GetElapsedTime(test.Value.Since) > Limit).Select(test => test.Key).ToList();
        if (hanging.Count == 0 && Stopwatch.GetElapsedTime(_lastMove) < Limit)
            return;
        Console.Error.WriteLine($"Nothing has ended for {Limit.TotalMinutes} minutes. Hanging: {string.Join(", ", hanging)}. Running: {string.Join(", ", Running.Keys)}.");
        Console.Error.Flush();
        Process.GetCurrentProcess().Kill();
    }
}
