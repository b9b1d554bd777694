using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Demo;

namespace StrictPost.Verbs;

/// <summary><c>strictpost demo</c>: the whole product on sample domains, on loopback, gone when it stops.</summary>
internal static class DemoVerb
{
    public static Command Create(Terminal terminal)
    {
        var verb = new Verb(
            "demo",
            "Run everything on sample domains, on this machine only, and say what to try. Ctrl+C ends it and leaves nothing behind.",
            "strictpost demo");
        verb.SetAction((_, cancellation) => RunAsync(terminal, cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Terminal terminal, CancellationToken cancellation)
    {
        using var stop = new StopSignal(cancellation);
        string folder = Directory.CreateTempSubdirectory("strictpost-demo-").FullName;
        try
        {
            await using var world = await Demonstration.StartAsync(folder, TimeProvider.System, stop.Token);
            Announce(world, terminal);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return ExitCode.Fine;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return ExitCode.Fine;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Announce(Demonstration world, Terminal terminal)
    {
        terminal.Out.WriteLine("A small internet runs on this machine: its DNS, its certificate authorities, our policy host with three");
        terminal.Out.WriteLine("domains, and the policy hosts of five domains whose owners went wrong. Try in another terminal:");
        foreach (var (title, command) in new Tour(world, Program()).Stops())
        {
            terminal.Out.WriteLine();
            terminal.Out.WriteLine($"  # {title}");
            terminal.Out.WriteLine($"  {command}");
        }

        terminal.Out.WriteLine();
        terminal.Out.WriteLine("ready (Ctrl+C ends it and deletes everything)");
        terminal.Out.Flush();
    }

    /// <summary>How this program is called from another terminal, whatever folder that is in.</summary>
    private static string Program() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "strictpost" ? Site.ShellWord.Of(path) : "strictpost";
}
