using System.Diagnostics;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Intake.Trust;
using System.Net;

namespace StrictPost.Bench.Reports;

/// <summary>What to take in.</summary>
internal sealed record IntakeLoad(int Reports, ReportKind Kind, int InFlight, int Domains);

/// <summary>Takes reports in as fast as they are acknowledged and stored.</summary>
internal static class IntakeBench
{
    public static async Task<int> RunAsync(IntakeLoad load, string? postgres, CancellationToken cancellationToken)
    {
        await using var store = await BenchStore.OpenAsync(postgres, load.Domains, cancellationToken);
        var progress = new Progressing(load.Reports);
        // Nobody answers there: unsigned mail asks nobody.
        using var reader = new ReportReader(new DkimJudge(new DnsLookups(new IPEndPoint(IPAddress.Loopback, 9), TimeProvider.System), TimeProvider.System));
        await using var intake = new ReportIntake(store.Database, isAlone: true, reader, progress);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var samples = Enumerable.Range(0, Math.Min(load.Reports, 1000)).Select(number => SampleReports.Make(number, load.Kind, load.Domains)).ToArray();
        Console.WriteLine($"Making a report takes {Making(load, samples.Length):F0} µs of the CPU figures below, but for the first {samples.Length}.");
        progress.Begin();
        var running = intake.RunAsync(stop.Token);
        int next = -1;
        var senders = Enumerable.Range(0, load.InFlight).Select(async _ =>
        {
            for (int number; (number = Interlocked.Increment(ref next)) < load.Reports;)
            {
                var delivery = number < samples.Length ? samples[number] : SampleReports.Make(number, load.Kind, load.Domains);
                await intake.Inbox.AcceptAsync(delivery, stop.Token);
            }
        });
        await Task.WhenAll(senders);
        await progress.Done;
        Progressing.End(store.Size);
        await stop.CancelAsync();
        await running;
        return 0;
    }

    private static double Making(IntakeLoad load, int count)
    {
        var start = Environment.CpuUsage.TotalTime;
        for (int number = 0; number < count; number++)
            SampleReports.Make(number, load.Kind, load.Domains);
        return (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / count;
    }

    /// <summary>Counts what is stored, and prints what it took.</summary>
    private sealed class Progressing(int reports) : IProgress<IntakeNote>
    {
        private readonly TaskCompletionSource _done = new();
        private readonly Process _process = Process.GetCurrentProcess();
        private long _start;
        private TimeSpan _cpu;
        private int _stored;

        public Task Done => _done.Task;

        public void Begin() => (_start, _cpu) = (Stopwatch.GetTimestamp(), _process.TotalProcessorTime);

        public void Report(IntakeNote value)
        {
            if (value is not DeliveryStored { Stored: var stored })
                throw new InvalidOperationException(value.ToString());
            if (!stored.Reading.Obstacles.IsEmpty)
                throw new InvalidOperationException(stored.Reading.Obstacles[0].Message);
            int count = Interlocked.Increment(ref _stored);
            if (count % Math.Max(reports / 10, 1) == 0)
                Say(count);
            if (count == reports)
                _done.TrySetResult();
        }

        public static void End(long size) => Console.WriteLine($"store {size / 1_000_000} MB on disk");

        private void Say(int count)
        {
            _process.Refresh();
            double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
            double cpu = (_process.TotalProcessorTime - _cpu).TotalMicroseconds / count;
            Console.WriteLine(
                $"{count,9} reports {count / seconds,8:F0} a second, CPU {cpu,5:F0} µs each (making them included), resident {_process.WorkingSet64 / 1_000_000} MB, peak {_process.PeakWorkingSet64 / 1_000_000} MB");
        }
    }
}
