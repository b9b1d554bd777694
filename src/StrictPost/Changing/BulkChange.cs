using System.CommandLine;
using System.Globalization;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Changing;

/// <summary>
/// Begins the same change for many domains, in waves. All are planned first; those for which there is nothing to do, or that cannot begin, are
/// named and left out. <c>serve</c> leads them on.
/// </summary>
internal sealed class BulkChange(ChangeVerbs common, RequestOptions request, BulkOptions bulk)
{
    private const int MostAtOnce = 8;

    public async Task<int> RunAsync(ParseResult parsed, Database database, CancellationToken cancellation)
    {
        if (request.Place(parsed) == PolicyPlace.Elsewhere)
            throw new Refusal("--elsewhere is for one domain at a time.", "Name the domain instead of a list.");
        var domains = await DomainsAsync(parsed, database, cancellation);
        var plans = await PlanAsync(parsed, database, domains, cancellation);
        var good = plans.Where(plan => plan.Change.Value is not null).Select(plan => plan.Change.Value!).ToList();
        int size = bulk.WaveSize(parsed, Math.Max(good.Count, 1));
        foreach (var (domain, change) in plans.Where(plan => plan.Change.Value is null))
            common.Terminal.Out.WriteLine($"{DomainText.Name(domain)}: left out: {Printable.Escape(change.Findings[0].Message)} [{change.Findings[0].Code}]");
        if (good.Count > 0)
            await BeginAsync(database, good, size, cancellation);
        return plans.Exists(plan => plan.Change.Findings.Any(finding => finding.Severity == Severity.Error)) ? ExitCode.Findings : ExitCode.Fine;
    }

    private async Task BeginAsync(Database database, List<Change> changes, int size, CancellationToken cancellation)
    {
        string batch = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var (begun, inTheWay) = await new ChangeStore(database).BeginAsync([.. changes.Select((change, i) => (change, i / size))], batch, cancellation);
        if (inTheWay is not null)
            throw new Refusal($"Another change of {DomainText.Name(inTheWay.Change.Domain)} began at the same time; none of the list was begun.", "Run this again.", ExitCode.Findings);
        int waves = ((begun.Count - 1) / size) + 1;
        common.Terminal.Out.WriteLine($"Batch {batch}: {begun.Count} domains in {waves} {(waves == 1 ? "wave" : "waves")} of {size}.");
        common.Terminal.Out.WriteLine("`strictpost serve` leads them on; a wave begins when all of those before are done without trouble. See `strictpost change status`.");
    }

    private async Task<IReadOnlyList<DomainName>> DomainsAsync(ParseResult parsed, Database database, CancellationToken cancellation)
    {
        if (bulk.From(parsed) is not { } file)
            return [.. (await new DomainStore(database).NamesAsync(cancellation)).Select(name => DomainName.Parse(name).Value!)];
        if (!file.Exists)
            throw new Refusal($"There is no file `{file.FullName}`.", "Give --from a list of domains, one in a line.");
        var lines = await File.ReadAllLinesAsync(file.FullName, cancellation);
        return [.. lines.Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).Select(PolicyOptions.Domain).Distinct()];
    }

    private async Task<List<(DomainName Domain, Parsed<Change> Change)>> PlanAsync(
        ParseResult parsed, Database database, IReadOnlyList<DomainName> domains, CancellationToken cancellation)
    {
        var draft = new ChangeDraft(common.World.Observer(parsed, common.Settings(parsed), database), database, request);
        var store = new ChangeStore(database);
        var plans = new (DomainName, Parsed<Change>)[domains.Count];
        int done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, domains.Count, options, async (i, cancelled) =>
        {
            plans[i] = (domains[i], await PlanAsync(parsed, draft, store, domains[i], cancelled));
            if (Interlocked.Increment(ref done) % 100 == 0 && common.Terminal.ErrorIsTerminal)
                common.Terminal.Error.WriteLine($"… looked at {done} of {domains.Count}");
        });
        return [.. plans];
    }

    private static async Task<Parsed<Change>> PlanAsync(
        ParseResult parsed, ChangeDraft draft, ChangeStore store, DomainName domain, CancellationToken cancellation)
    {
        if (await store.RunningAsync(domain, cancellation) is not { } running)
            return (await draft.MakeAsync(parsed, domain, cancellation)).Change;
        var (_, facts) = await draft.LookAsync(running, cancellation);
        return new Parsed<Change>(null, [ChangeDraft.OtherRunning(running, facts)]);
    }
}
