using System.Diagnostics;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Demo;

/// <summary>Takes the tour as its reader would: every command that <c>demo</c> prints, pasted into a shell.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Demo_EveryCommandOfTheTour_ShowsWhatItPromises()
    {
        using var demo = Started.Begin(Started.StrictPost, _folder.Path, "demo");
        try
        {
            var tour = await ReadTourAsync(demo);
            Assert.Equal(10, tour.Count);

            Assert.Contains("harbour.test", (await PasteAsync(tour[0])).Output, StringComparison.Ordinal);
            Assert.Contains("mode: testing", (await PasteAsync(tour[1])).Output, StringComparison.Ordinal);
            Assert.Contains("testing -> enforce", (await PasteAsync(tour[2])).Output, StringComparison.Ordinal);
            Assert.Contains("_mta-sts.garden.test", (await PasteAsync(tour[3])).Output, StringComparison.Ordinal);
            Assert.Contains("mode: enforce", (await PasteAsync(tour[1])).Output, StringComparison.Ordinal);
            Assert.Contains("IN CNAME", (await PasteAsync(tour[4])).Output, StringComparison.Ordinal);
            Assert.StartsWith("\"v=STSv1;", (await PasteAsync(tour[5])).Output, StringComparison.Ordinal);
            Assert.Contains("policy-mode-brackets", (await PasteAsync(tour[6])).Output, StringComparison.Ordinal);
            Assert.Contains("policy-is-html", (await PasteAsync(tour[7])).Output, StringComparison.Ordinal);
            Assert.Contains("expired", (await PasteAsync(tour[8])).Error, StringComparison.Ordinal);
            Assert.Contains("301", (await PasteAsync(tour[9])).Output, StringComparison.Ordinal);
        }
        finally
        {
            await Started.SucceedAsync("kill", _folder.Path, "-TERM", $"{demo.Id}");
            await demo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, demo.ExitCode);
    }

    [Fact]
    public async Task Demo_AfterItsEnd_LeavesNothingBehind()
    {
        using var demo = Started.Begin(Started.StrictPost, _folder.Path, "demo");
        var tour = await ReadTourAsync(demo);
        string data = tour[0].Split("--data ")[1];
        Assert.True(Directory.Exists(data));

        await Started.SucceedAsync("kill", _folder.Path, "-TERM", $"{demo.Id}");
        await demo.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.False(Directory.Exists(data));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    /// <summary>The commands, each on the line after its title.</summary>
    private static async Task<IReadOnlyList<string>> ReadTourAsync(Process demo)
    {
        var commands = new List<string>();
        string previous = "";
        while (await demo.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("ready", StringComparison.Ordinal))
                return commands;
            if (previous.StartsWith("  # ", StringComparison.Ordinal))
                commands.Add(line.Trim());
            previous = line;
        }

        throw new InvalidOperationException(await demo.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private Task<Ended> PasteAsync(string command) => Started.RunAsync("/bin/bash", _folder.Path, "-c", command);
}
