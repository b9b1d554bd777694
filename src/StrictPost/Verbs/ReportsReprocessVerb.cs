using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Intake.Trust;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Reporting;

namespace StrictPost.Verbs;

/// <summary><c>strictpost reports reprocess</c>: reads what was kept once more.</summary>
internal static class ReportsReprocessVerb
{
    /// <summary>So few at a time that receiving goes on.</summary>
    private const int AtOnce = 200;

    private static readonly Argument<long[]> Numbers = new("NUMBER") { Description = "Deliveries, as the lists number them.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> Quarantine = new("--quarantine") { Description = "Everything in quarantine (so without numbers)." };
    private static readonly Option<bool> Aside = new("--aside") { Description = "Everything about domains that were not enrolled." };
    private static readonly Option<bool> All = new("--all") { Description = "Everything whose bytes are still kept, such as after an upgrade that reads better." };

    public static Command Create(Terminal terminal)
    {
        var common = new ReportVerbs(terminal);
        var network = new NetworkOptions();
        var verb = new Verb(
            "reprocess",
            "Read reports again from the bytes that were kept: after an upgrade, after enrolling a domain, or when DNS was down.",
            "strictpost reports reprocess",
            "strictpost reports reprocess 17 18",
            "strictpost reports reprocess --aside")
        {
            Numbers, Quarantine, Aside, All,
        };
        network.AddDnsTo(verb);
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, network, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReportVerbs common, NetworkOptions network, CancellationToken cancellation)
    {
        await using var database = await common.OpenAsync(parsed, cancellation);
        var quarantine = new QuarantineStore(database);
        var undoing = new ReportUndoing(database);
        var ids = await IdsAsync(parsed, quarantine, cancellation);
        var tally = new IntakeTally(common.Terminal);
        using var reader = new ReportReader(new DkimJudge(network.Dns(parsed), common.Time));
        int found = 0;
        foreach (long[] some in ids.Chunk(AtOnce))
        {
            found += await undoing.ReadAgainAsync(some, cancellation);
            await using var intake = new ReportIntake(database, isAlone: false, reader, tally);
            await intake.DrainAsync(() => Task.CompletedTask, cancellation);
        }

        if (found < ids.Count)
            common.Terminal.Error.WriteLine(ids.Count == 1 ? "There is no such number, or it is no longer kept." : $"{ids.Count - found} of these {ids.Count} numbers are not there, or no longer kept.");
        IntakeText.Print(common.Terminal, common.Format(parsed), tally);
        return found == ids.Count && tally.Quarantined.IsEmpty ? ExitCode.Fine : ExitCode.Findings;
    }

    private static async Task<IReadOnlyList<long>> IdsAsync(ParseResult parsed, QuarantineStore quarantine, CancellationToken cancellation)
    {
        if (parsed.GetValue(All))
            return await quarantine.AllIdsAsync(cancellation);
        var ids = new SortedSet<long>(parsed.GetValue(Numbers) ?? []);
        if (parsed.GetValue(Aside))
            ids.UnionWith(await quarantine.AsideIdsAsync(cancellation));
        if (parsed.GetValue(Quarantine) || (ids.Count == 0 && !parsed.GetValue(Aside)))
            ids.UnionWith(await quarantine.IdsAsync(cancellation));
        return [.. ids];
    }
}
