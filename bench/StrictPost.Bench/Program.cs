using System.Runtime.InteropServices;
using StrictPost.Bench;
using StrictPost.Bench.Baseline;
using StrictPost.Bench.Reporting;

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    if (args is ["kestrel", ..])
    {
        await KestrelBaseline.RunAsync(BaselineSettings.Parse(args[1..]), stop.Token);
        return 0;
    }

    var options = BenchOptions.Parse(args);
    var contest = new Contest(options, TimeProvider.System, Console.Error);
    await contest.RehearseAsync(stop.Token);
    var comparisons = new List<Comparison>();
    foreach (var count in options.Domains)
    {
        comparisons.Add(await contest.RunAsync(count, stop.Token));
        Console.WriteLine(TextReport.Render(comparisons[^1]));
        Console.WriteLine();
    }

    if (options.Json is not null)
        await JsonReport.WriteAsync(options.Json, options, comparisons, stop.Token);
    return comparisons.All(comparison => comparison.Failures == 0) ? 0 : 1;
}
catch (BenchException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("stopped");
    return 3;
}
