using System.Diagnostics;
using System.Text;

namespace StrictPost.EndToEnd.Tests.Site;

/// <summary>How a program ended.</summary>
internal sealed record Ended(int ExitCode, string Output, string Error);

/// <summary>Starts programs: strictpost itself, as its user would, and those that it works with.</summary>
internal static class Started
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Runs the strictpost that was built with these tests, in a folder.</summary>
    public static Task<Ended> StrictPostAsync(string folder, params string[] arguments) =>
        RunAsync("dotnet", folder, input: "", new Dictionary<string, string>(StringComparer.Ordinal), [Path.Combine(AppContext.BaseDirectory, "strictpost.dll"), .. arguments]);

    /// <summary>Runs any program to its end.</summary>
    public static async Task<Ended> RunAsync(
        string program, string folder, string input, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var cancellation = TestContext.Current.CancellationToken;
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
        using var process = Process.Start(start)!;
        await using var ending = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        return new Ended(process.ExitCode, await output, await error);
    }

    /// <summary>The same, for a program that has to end well.</summary>
    public static async Task<string> SucceedAsync(string program, string folder, params string[] arguments)
    {
        var ended = await RunAsync(program, folder, input: "", environment: new Dictionary<string, string>(StringComparer.Ordinal), arguments);
        Assert.True(ended.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {ended.ExitCode}: {ended.Error}{ended.Output}");
        return ended.Output;
    }
}
