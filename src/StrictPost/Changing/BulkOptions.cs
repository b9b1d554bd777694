using System.CommandLine;
using System.Globalization;
using StrictPost.CommandLine;

namespace StrictPost.Changing;

/// <summary>The options for the same change of many domains.</summary>
internal sealed class BulkOptions
{
    private readonly Option<FileInfo?> _from = new("--from") { Description = "Change all domains of this list, one in a line.", HelpName = "FILE" };
    private readonly Option<bool> _all = new("--all") { Description = "Change all enrolled domains." };
    private readonly Option<string> _wave = new("--wave")
    {
        Description = "With --from or --all: how many domains at a time, as a number or a share. The next wave begins when all of the one before are done without trouble.",
        HelpName = "COUNT|PERCENT",
        DefaultValueFactory = _ => "5%",
    };

    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[_from, _all, _wave])
            verb.Options.Add(option);
    }

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_from) is not null || parsed.GetValue(_all);

    /// <summary>The list; null for all enrolled domains.</summary>
    public FileInfo? From(ParseResult parsed) => parsed.GetValue(_all) && parsed.GetValue(_from) is not null
        ? throw new Refusal("--from and --all contradict each other.", "Give one of them.")
        : parsed.GetValue(_from);

    /// <summary>How many domains a wave has, at least one.</summary>
    public int WaveSize(ParseResult parsed, int domains)
    {
        string text = parsed.GetValue(_wave)!.Trim();
        bool share = text.EndsWith('%');
        if (!double.TryParse(share ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            || number <= 0 || (share && number > 100) || (!share && number != Math.Floor(number)) || number > 1_000_000)
            throw new Refusal($"`{text}` is no size of a wave.", "Write a number of domains such as 20, or a share such as 5%.");
        return Math.Max(1, (int)Math.Ceiling(share ? domains * number / 100 : number));
    }
}
