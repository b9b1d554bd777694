using System.CommandLine;
using StrictPost.CommandLine;

namespace StrictPost.Checking;

/// <summary>The options of <c>check</c> that are about many domains.</summary>
internal sealed class BatchOptions
{
    private const int MostInFlight = 4096;

    /// <summary>Whence the domains come.</summary>
    public Option<string?> From { get; } = new("--from")
    {
        Description = "Check the domains of this list, - is standard input: one on each line, or CSV with a column `domain` (and perhaps `previous_mx`).",
        HelpName = "FILE",
    };

    /// <summary>Which column holds them.</summary>
    public Option<string?> Column { get; } = new("--column") { Description = "The column of a CSV list that holds the domain.", HelpName = "NAME" };

    /// <summary>How many at once.</summary>
    public Option<int> InFlight { get; } = new("--in-flight")
    {
        Description = $"How many domains of a list to check at once, 1 to {MostInFlight}.",
        HelpName = "N",
        DefaultValueFactory = _ => 128,
    };

    /// <summary>Where results go.</summary>
    public Option<FileInfo?> Output { get; } = new("--output") { Description = "Write the results of a list to this file, as they come.", HelpName = "FILE" };

    /// <summary>Whether to go on where an earlier run stopped.</summary>
    public Option<bool> Resume { get; } = new("--resume") { Description = "Leave out the domains that --output holds already, and add to it (with --format jsonl)." };

    /// <summary>Gives the verb all of them.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { From, Column, InFlight, Output, Resume })
            verb.Options.Add(option);
    }

    /// <summary>Refuses the options of a list where there is none.</summary>
    /// <exception cref="Refusal">One is there.</exception>
    public void DemandNone(ParseResult parsed)
    {
        foreach (var option in new Option[] { Column, InFlight, Output, Resume })
        {
            if (parsed.GetResult(option) is { Implicit: false })
                throw new Refusal($"{option.Name} goes with --from only.", "Give a list with --from FILE, or leave the option out.");
        }
    }

    /// <summary>Refuses what does not go together.</summary>
    /// <exception cref="Refusal">Something does not.</exception>
    public void Demand(ParseResult parsed, CheckFormat format)
    {
        if (parsed.GetValue(InFlight) is < 1 or > MostInFlight)
            throw new Refusal($"{parsed.GetValue(InFlight)} checks at once are not possible.", $"Give a number from 1 to {MostInFlight} to --in-flight.");
        if (format is not (CheckFormat.Text or CheckFormat.Jsonl))
            throw new Refusal($"A list is printed as it is checked, which --format {format.ToString().ToLowerInvariant()} cannot be.", "Use --format text or jsonl.");
        if (parsed.GetValue(Resume) && (format != CheckFormat.Jsonl || parsed.GetValue(Output) is null))
            throw new Refusal("--resume reads what is done from an earlier output.", "Give --format jsonl and --output FILE, too, in the first run and in this one.");
    }
}
