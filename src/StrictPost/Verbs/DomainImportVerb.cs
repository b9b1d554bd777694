using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Exchange;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;

namespace StrictPost.Verbs;

/// <summary><c>strictpost domain import</c>: enrols and sets many domains at once, or none.</summary>
internal static class DomainImportVerb
{
    private const string StandardInput = "-";

    private static readonly Argument<string> List = new("FILE")
    {
        Description = "JSON as `domain export` writes it, or CSV with the header domain,mode,max_age,mx,rua; - is standard input.",
    };

    public static Command Create(Terminal terminal)
    {
        var common = new DomainVerbs(terminal);
        var verb = new Verb(
            "import",
            "Enrol the domains of a list, and set those that are enrolled already as the list says. All of it, or nothing. A domain that leaves stays if the list sets it otherwise.",
            "strictpost domain import domains.json",
            "strictpost domain export --data old | strictpost domain import - --data new")
        {
            List,
        };
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, DomainVerbs common, CancellationToken cancellation)
    {
        string file = parsed.GetRequiredValue(List);
        var reading = DomainList.Read(await ReadAsync(file, common.Terminal, cancellation));
        if (!reading.Problems.IsEmpty)
            throw Refuse(file == StandardInput ? "standard input" : file, reading, common.Terminal);

        var counts = new Dictionary<SaveOutcome, int>();
        await using var database = await common.OpenAsync(parsed, cancellation);
        var store = new DomainStore(database);
        await using var transaction = await store.BeginAsync(cancellation);
        foreach (var settings in reading.Domains)
        {
            // A domain that leaves goes on as long as the list says no other than what it serves: lists of our own are of that kind.
            var enrolled = await transaction.FindAsync(settings.Domain, cancellation);
            var leaving = enrolled?.Settings == settings ? enrolled.LeavingSince : null;
            var (outcome, _) = await transaction.SaveAsync(settings, leaving, cancellation);
            counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
        }

        await transaction.CommitAsync(cancellation);
        Print(parsed, common, counts);
        return ExitCode.Fine;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(string file, Terminal terminal, CancellationToken cancellation)
    {
        if (file != StandardInput && !File.Exists(file))
            throw new Refusal($"There is no file {file}.", "Give the path of a list, or - for standard input.");
        await using var input = file == StandardInput ? terminal.In : File.OpenRead(file);
        var list = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await input.ReadAsync(buffer, cancellation)) > 0;)
        {
            list.Write(buffer, 0, read);
            if (list.Length > DomainList.MaxBytes)
                throw new Refusal($"The list is larger than {DomainList.MaxBytes / 1024 / 1024} MiB.", "Split it.");
        }

        return list.GetBuffer().AsMemory(0, (int)list.Length);
    }

    /// <summary>All problems but the last go out at once; the last one is the refusal.</summary>
    private static Refusal Refuse(string file, DomainListReading reading, Terminal terminal)
    {
        foreach (var problem in reading.Problems[..^1])
        {
            terminal.Error.WriteLine(Printable.Escape($"strictpost: {Say(file, problem)}"));
            terminal.Error.WriteLine(Printable.Escape($"  Fix: {problem.Fix}"));
        }

        var last = reading.Problems[^1];
        return new Refusal(Say(file, last), last.Fix);
    }

    private static string Say(string file, ListProblem problem) =>
        $"{file}: {problem.Where}{(problem.Field is null ? "" : $", {problem.Field}")}: {problem.Message}";

    private static void Print(ParseResult parsed, DomainVerbs common, Dictionary<SaveOutcome, int> counts)
    {
        int added = counts.GetValueOrDefault(SaveOutcome.Added);
        int changed = counts.GetValueOrDefault(SaveOutcome.Changed);
        int unchanged = counts.GetValueOrDefault(SaveOutcome.Unchanged);
        if (!common.WantsJson(parsed))
        {
            common.Terminal.Out.WriteLine($"{added} added, {changed} changed, {unchanged} unchanged.");
            return;
        }

        JsonPage.Print(common.Terminal, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("added", added);
            json.WriteNumber("changed", changed);
            json.WriteNumber("unchanged", unchanged);
            json.WriteEndObject();
        });
    }
}
