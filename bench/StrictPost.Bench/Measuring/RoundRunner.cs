using System.Diagnostics;
using System.Net.Sockets;
using StrictPost.Bench.Domains;
using StrictPost.Bench.Load;
using StrictPost.Bench.Servers;

namespace StrictPost.Bench.Measuring;

/// <summary>Starts one server, loads it, stops it. Every server gets the same fetches in the same order.</summary>
public sealed class RoundRunner(BenchOptions options, BenchDomain[] domains, string certificateFolder)
{
    private const int LeastWarmUp = 3000;
    private const int KeptPerNew = 5;
    private const int Seed = 8461;
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan RoundLimit = TimeSpan.FromMinutes(10);

    /// <exception cref="BenchException">The server does not start, ends early, or outlasts the limit.</exception>
    public async Task<ServerRound> RunAsync(ServerSpec spec, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(RoundLimit);
        var work = Directory.CreateTempSubdirectory("strictpost-bench-").FullName;
        try
        {
            var port = LoopbackPorts.Free();
            var site = new BenchSite(domains, certificateFolder, work);
            var command = await options.Adapter(spec).PrepareAsync(site, port, limit.Token);
            await using var server = RunningServer.Start(command);
            using var context = TlsContext.Create(options.TlsVersion);
            return await MeasureAsync(server, new LoadClient(port, domains, options.Concurrency, context), limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BenchException($"{spec.Label} was not done within {RoundLimit.TotalMinutes} minutes");
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task<ServerRound> MeasureAsync(RunningServer server, LoadClient client, CancellationToken cancellation)
    {
        var random = new Random(Seed);
        var start = await AwaitFirstAnswerAsync(server, client, domains[random.Next(domains.Length)], cancellation);

        var each = Enumerable.Range(0, domains.Length).ToArray();
        random.Shuffle(each);
        var first = Enumerable.Range(0, Math.Max(domains.Length, LeastWarmUp)).Select(turn => each[turn % each.Length]).ToArray();
        var firstFigures = await PhaseAsync(server, begin => { begin(); return client.FetchNewAsync(first, cancellation); });

        var any = Pick(random, options.Requests);
        var newFigures = await PhaseAsync(server, begin => { begin(); return client.FetchNewAsync(any, cancellation); });

        var kept = Pick(random, options.Concurrency);
        await client.FetchKeptAsync(kept, options.Requests, () => { }, cancellation);
        var keptFigures = await PhaseAsync(server, begin =>
            client.FetchKeptAsync(kept, options.Requests * KeptPerNew, begin, cancellation));

        server.ThrowIfEnded();
        return new ServerRound(start, firstFigures, newFigures, keptFigures, server.Tree.Memory());
    }

    private int[] Pick(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => random.Next(domains.Length)).ToArray();

    private static async Task<TimeSpan> AwaitFirstAnswerAsync(
        RunningServer server, LoadClient client, BenchDomain domain, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                client.FetchOnce(domain);
                return Stopwatch.GetElapsedTime(server.Started);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                server.ThrowIfEnded();
                if (Stopwatch.GetElapsedTime(server.Started) > StartLimit)
                    throw new BenchException($"no right answer within {StartLimit.TotalMinutes} minutes: {e.Message}");
                await Task.Delay(PollEvery, cancellation);
            }
        }
    }

    private static async Task<PhaseFigures> PhaseAsync(RunningServer server, Func<Action, Task<LoadResult>> load)
    {
        var serverBefore = TimeSpan.Zero;
        var clientBefore = TimeSpan.Zero;
        var result = await load(() =>
        {
            serverBefore = server.Tree.CpuTime();
            clientBefore = Environment.CpuUsage.TotalTime;
        });
        var fetches = Math.Max(1, result.Fetches);
        return new PhaseFigures(
            result,
            (server.Tree.CpuTime() - serverBefore).TotalMicroseconds / fetches,
            (Environment.CpuUsage.TotalTime - clientBefore).TotalMicroseconds / fetches);
    }
}
