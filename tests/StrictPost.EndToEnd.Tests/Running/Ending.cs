using System.Diagnostics;

namespace StrictPost.EndToEnd.Tests.Running;

/// <summary>Ends programs that a test started.</summary>
internal static class Ending
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks it to end, as an administrator would; one that does not is killed, with all that it started: nobody waits for it for ever.</summary>
    public static async Task OfAsync(Process process, string signal)
    {
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
            await kill.WaitForExitAsync();
        }

        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
