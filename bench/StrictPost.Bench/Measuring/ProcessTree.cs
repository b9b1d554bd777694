using System.Globalization;

namespace StrictPost.Bench.Measuring;

/// <summary>Reads from /proc what a process and all its descendants have used.</summary>
public sealed class ProcessTree(int root)
{
    // Linux reports to user space in these units on every architecture that .NET runs on.
    private const int TicksPerSecond = 100;

    /// <summary>User and system time since the start, threads and children that have ended included; steps of 10 ms.</summary>
    public TimeSpan CpuTime() => TimeSpan.FromSeconds(Members().Sum(member => member.Ticks) / (double)TicksPerSecond);

    /// <summary>Resident memory in bytes; what processes share is counted once, in proportion.</summary>
    public long Memory() => Members().Sum(member => Pss(member.Id));

    private List<Usage> Members()
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
            .OfType<Usage>()
            .ToLookup(usage => usage.Parent);
        var members = new List<Usage>();
        if (Read(root) is { } first)
            members.Add(first);
        for (var i = 0; i < members.Count; i++)
            members.AddRange(all[members[i].Id]);
        return members;
    }

    private static Usage? Read(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            // The name, in brackets, may hold anything. Then from field 3: parent is 4, own times 14 and 15, ended children's 16 and 17.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new Usage(id, Number(fields[1]), Enumerable.Range(11, 4).Sum(i => (long)Number(fields[i])));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Pss(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/smaps_rollup").First(text => text.StartsWith("Pss:", StringComparison.Ordinal));
            return Number(line["Pss:".Length..^"kB".Length].Trim()) * 1024L;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Usage(int Id, int Parent, long Ticks);
}
