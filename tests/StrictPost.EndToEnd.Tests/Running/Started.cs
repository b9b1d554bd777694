using System.Diagnostics;
using System.Text;

namespace StrictPost.EndToEnd.Tests.Running;

/// <summary>How a program ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error);

/// <summary>Starts programs: strictpost itself, as its user would, and those that it works with.</summary>
internal static class Started
{
    private static readonly Dictionary<string, string> NoVariables = new(StringComparer.Ordinal);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The strictpost that was built with these tests.</summary>
    public static string StrictPost { get; } = Path.Combine(AppContext.BaseDirectory, "strictpost");

    /// <summary>Runs strictpost in a folder, with nothing to read.</summary>
    public static Task<Ended> StrictPostAsync(string folder, params string[] arguments) => RunAsync(StrictPost, folder, "", NoVariables, arguments);

    /// <summary>Runs any program to its end, with nothing to read.</summary>
    public static Task<Ended> RunAsync(string program, string folder, params string[] arguments) => RunAsync(program, folder, "", NoVariables, arguments);

    /// <summary>Runs any program to its end.</summary>
    public static async Task<Ended> RunAsync(
        string program, string folder, string input, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var process = Begin(program, folder, environment, arguments);
        await using var ending = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        return new Ended(process.ExitCode, await output, await error);
    }

    /// <summary>Starts any program and leaves it running; all its streams are the test's.</summary>
    public static Process Begin(string program, string folder, params string[] arguments) => Begin(program, folder, NoVariables, arguments);

    /// <summary>The same, for a program that has to end well.</summary>
    public static async Task<string> SucceedAsync(string program, string folder, params string[] arguments)
    {
        var ended = await RunAsync(program, folder, arguments);
        Assert.True(ended.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {ended.ExitCode}: {ended.Error}{ended.Output}");
        return ended.Output;
    }

    /// <summary>The same, with these variables beside those of the tests.</summary>
    public static Process Begin(string program, string folder, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
