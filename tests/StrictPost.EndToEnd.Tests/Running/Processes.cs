using System.Diagnostics;

namespace StrictPost.EndToEnd.Tests.Running;

/// <summary>How a program ended.</summary>
public sealed record Ended(int ExitCode, string Out, string Error)
{
    /// <summary>Everything it said, for messages of failed assertions.</summary>
    public string All => $"exit code {ExitCode}\n{Out}\n{Error}";
}

/// <summary>Real programs, started as their user would, with a deadline.</summary>
public static class Processes
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>The built <c>strictpost</c>.</summary>
    public static string StrictPostPath { get; } = Path.Combine(AppContext.BaseDirectory, "strictpost");

    /// <summary>Runs <c>strictpost</c> to its end.</summary>
    public static Task<Ended> StrictPostAsync(string folder, IEnumerable<string> arguments, string? input = null) =>
        RunAsync(StrictPostPath, folder, arguments, input);

    /// <summary>Runs any program to its end; kills it when it takes longer than the deadline.</summary>
    public static async Task<Ended> RunAsync(string file, string folder, IEnumerable<string> arguments, string? input = null)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), deadline.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token);
            return new Ended(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
