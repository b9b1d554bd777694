using System.Diagnostics;
using System.Security.Cryptography;

namespace StrictPost.Fuzz;

/// <summary>A run of random inputs against all targets in turn, until the time is over.</summary>
public sealed class Campaign(IReadOnlyList<FuzzTarget> targets, string corpus, string crashes, int seed)
{
    private const int Batch = 1_000;

    /// <summary>Runs, prints a line a target, and returns how many inputs broke something.</summary>
    public int Run(TimeSpan time, TextWriter output)
    {
        var runs = targets.Select((target, i) => new Tally(target, new Mutator(Corpus.Read(Path.Combine(corpus, target.SeedFile)), new Random(seed + i)))).ToList();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            foreach (var run in runs)
                run.Go(Batch, crashes, output);
        }

        foreach (var run in runs)
            output.WriteLine($"{run.Target.Name,-8} {run.Executions,12:N0} executions {run.Executions / run.Busy.TotalSeconds,10:N0}/s {run.Failures,4} failures");
        output.WriteLine($"{"all",-8} {runs.Sum(run => run.Executions),12:N0} executions in {clock.Elapsed.TotalSeconds:N0} s, seed {seed}");
        return runs.Sum(run => run.Failures);
    }

    private sealed class Tally(FuzzTarget target, Mutator mutator)
    {
        public FuzzTarget Target => target;

        public long Executions { get; private set; }

        public int Failures { get; private set; }

        public TimeSpan Busy { get; private set; }

        public void Go(int count, string crashes, TextWriter output)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++)
                Try(mutator.Next(), crashes, output);
            Executions += count;
            Busy += Stopwatch.GetElapsedTime(start);
        }

        /// <summary>Any exception is a finding about our code, so all are caught, and told with the input that did it.</summary>
        private void Try(byte[] input, string crashes, TextWriter output)
        {
            try
            {
                target.Check(input);
            }
            catch (Exception fault)
            {
                Failures++;
                Directory.CreateDirectory(crashes);
                string path = Path.Combine(crashes, $"{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..16]}");
                File.WriteAllBytes(path, input);
                if (Failures <= 5)
                    output.WriteLine($"{path}: {fault.GetType().Name}: {fault.Message}");
            }
        }
    }
}
