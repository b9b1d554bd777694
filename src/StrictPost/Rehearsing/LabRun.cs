using System.Text.Json;
using StrictPost.CommandLine;
using StrictPost.Lab;
using StrictPost.Protocol.Text;
using StrictPost.Site;

namespace StrictPost.Rehearsing;

/// <summary>A lab that runs in the foreground and says how to check it. Nothing of it is left behind.</summary>
internal sealed class LabRun(Terminal terminal)
{
    /// <summary>Runs the plan until it is stopped, or for a time.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(LabPlan plan, TimeSpan? duration, bool asJson, CancellationToken cancellation)
    {
        using var stop = new StopSignal(cancellation);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        string folder = Directory.CreateTempSubdirectory("strictpost-lab-").FullName;
        try
        {
            await using var lab = await RunningLab.StartAsync(plan.World, TimeProvider.System, end.Token);
            string roots = Path.Combine(folder, "root.pem");
            await File.WriteAllTextAsync(roots, lab.RootPem + "\n", end.Token);
            Announce(plan, lab, roots, asJson);
            if (duration is { } limit)
                end.CancelAfter(limit);
            await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return ExitCode.Fine;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return ExitCode.Fine;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Announce(LabPlan plan, RunningLab lab, string roots, bool asJson)
    {
        string[] check =
        [
            "check", .. plan.CheckArguments, .. AuthoritativePort(plan, lab), "--dns", $"{lab.DnsEndPoint}", "--ca", roots, "--https-port", $"{lab.HttpsPort}", "--smtp-port", $"{lab.SmtpPort}",
        ];
        if (asJson)
        {
            var running = new LabEndpoints(plan.About, $"{lab.DnsEndPoint}", roots, lab.HttpsPort, lab.SmtpPort, check, plan.Expect?.Verdict, plan.Expect?.Codes);
            terminal.Out.WriteLine(JsonSerializer.Serialize(running, LabJson.Default.LabEndpoints));
        }
        else
        {
            terminal.Out.WriteLine(Printable.Escape(plan.About));
            terminal.Out.WriteLine("It runs on this machine. Try in another terminal:");
            terminal.Out.WriteLine();
            terminal.Out.WriteLine($"  {Program()} {string.Join(' ', check.Select(ShellWord.Of))}");
            terminal.Out.WriteLine();
            if (plan.Expect is { } expect)
                terminal.Out.WriteLine($"It must say: {string.Join(", ", expect.Codes.Prepend(expect.Verdict).Select(Printable.Escape))}");
            terminal.Out.WriteLine("ready (Ctrl+C ends it)");
        }

        terminal.Out.Flush();
    }

    /// <summary>The lab's authoritative servers stand where its resolver does, and not on port 53.</summary>
    private static string[] AuthoritativePort(LabPlan plan, RunningLab lab) =>
        plan.CheckArguments.Contains("--authoritative", StringComparer.Ordinal) ? ["--authoritative-port", $"{lab.DnsEndPoint.Port}"] : [];

    /// <summary>How this program is called from another terminal, whatever folder that is in.</summary>
    private static string Program() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "strictpost" ? ShellWord.Of(path) : "strictpost";
}
