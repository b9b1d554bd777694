using System.Diagnostics;

namespace StrictPost.EndToEnd.Tests.Serving;

/// <summary>How a command line ended.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error);

/// <summary>A folder of its own for one test, in which the real <c>strictpost</c> runs.</summary>
internal sealed class Installation : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-");

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "strictpost");

    /// <summary>The root of the development CA.</summary>
    public string Root => File("data/development-ca.pem");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs a command line to its end.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => RunAsync(Program, arguments);

    /// <summary>Runs another program to its end, with nothing to read.</summary>
    public async Task<Outcome> RunAsync(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a command line that must end well.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        Assert.True(outcome.ExitCode == 0, $"strictpost {string.Join(' ', arguments)}: {outcome.ExitCode}\n{outcome.Error}");
        return outcome.Output;
    }

    public Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.FullName,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
