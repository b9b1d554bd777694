using System.Diagnostics;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Serving;

/// <summary>A folder of its own for one test, in which the real <c>strictpost</c> runs.</summary>
internal sealed class Installation : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-");

    /// <summary>The root of the development CA.</summary>
    public string Root => File("data/development-ca.pem");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Runs a command line to its end.</summary>
    public Task<Ended> RunAsync(params string[] arguments) => Started.StrictPostAsync(_folder.FullName, arguments);

    /// <summary>Runs another program to its end, with nothing to read.</summary>
    public Task<Ended> RunAsync(string program, string[] arguments) => Started.RunAsync(program, _folder.FullName, arguments);

    /// <summary>Runs a command line that must end well.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        Assert.True(outcome.ExitCode == 0, $"strictpost {string.Join(' ', arguments)}: {outcome.ExitCode}\n{outcome.Error}");
        return outcome.Output;
    }

    /// <summary>Whether <c>serve</c> looks at the domains by itself: only where the test has a world for it to look at.</summary>
    public bool HasMonitors { get; init; }

    /// <summary>Starts strictpost and leaves it running.</summary>
    public Process Start(params string[] arguments) => Started.Begin(
        Started.StrictPost,
        _folder.FullName,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["STRICTPOST_MONITOR_ENABLED"] = HasMonitors ? "true" : "false" },
        arguments);

    public void Dispose() => _folder.Delete(recursive: true);
}
