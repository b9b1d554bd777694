using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Probing;
using StrictPost.Lab;
using StrictPost.Lab.Scenarios;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

[assembly: AssemblyFixture(typeof(StrictPost.Engine.Tests.Scenarios.Rehearsals))]

namespace StrictPost.Engine.Tests.Scenarios;

/// <summary>
/// Checks worlds, each in a lab of its own and each once however many tests ask for it. Few at a time: most of a look is waiting, but
/// each lab makes its own certificates.
/// </summary>
public sealed class Rehearsals : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<CheckResult>>> _results = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _places = new(6);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The check of one of the lab's own scenarios.</summary>
    public Task<CheckResult> OfScenario(string name) => Of("scenario " + name, now => Rehearsal.Of(BuiltInScenarios.All[name], now));

    /// <summary>The check of a case of the published suite, put into an otherwise healthy world.</summary>
    public Task<CheckResult> OfCase(SuiteWorld item) => Of("case " + item.Id, item.Rehearsal);

    /// <summary>The check of what was seen of one of the lab's own scenarios, had it been seen a little different.</summary>
    public async Task<CheckResult> OfEvidence(ForeignSight sight)
    {
        var seen = await OfScenario(sight.Scenario);
        var saved = EvidenceFile.Write(sight.Change(new SavedCheck(seen.Reading.Evidence, seen.Reading.Context)), indented: false);
        var read = EvidenceFile.Read(saved).Check!;
        return DomainCheck.Judge(read.Evidence, read.Context);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _places.Dispose();
    }

    private Task<CheckResult> Of(string name, Func<DateTimeOffset, Rehearsal> rehearsal) =>
        _results.GetOrAdd(name, _ => new(() => Task.Run(() => CheckInTurnAsync(rehearsal(TimeProvider.System.GetUtcNow()))))).Value;

    private async Task<CheckResult> CheckInTurnAsync(Rehearsal rehearsal)
    {
        await _places.WaitAsync(_stopping.Token);
        try
        {
            return await CheckAsync(rehearsal, _stopping.Token);
        }
        finally
        {
            _places.Release();
        }
    }

    private static async Task<CheckResult> CheckAsync(Rehearsal rehearsal, CancellationToken cancellation)
    {
        await using var lab = await RunningLab.StartAsync(rehearsal.World, TimeProvider.System, cancellation);
        using var root = X509Certificate2.CreateFromPem(lab.RootPem);
        var settings = Patience.WithHosts(rehearsal.World) with
        {
            HttpsPort = lab.HttpsPort,
            SmtpPort = lab.SmtpPort,
            AuthoritativePort = lab.DnsEndPoint.Port,
            Roots = [root],
            SkipSmtp = rehearsal.SkipSmtp,
            Authoritative = rehearsal.Authoritative,
        };
        var dns = new DnsLookups(lab.DnsEndPoint, Patience.WithDns(rehearsal.World), TimeProvider.System);
        await using var observer = new DomainObserver(dns, settings, TimeProvider.System);
        var evidence = await observer.ObserveAsync(DomainName.Parse(rehearsal.Domain).Value!, cancellation);
        return DomainCheck.Judge(evidence, rehearsal.Context);
    }
}
