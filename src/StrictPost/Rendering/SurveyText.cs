using System.Globalization;
using Spectre.Console;
using StrictPost.Checking;

namespace StrictPost.Rendering;

/// <summary>The summary of a run over many domains, in the categories by which the world was measured.</summary>
internal static class SurveyText
{
    public static void Write(IAnsiConsole console, BatchOutput output)
    {
        console.WriteLine();
        foreach (var count in output.Survey.Counts.Where(count => count.Domains > 0 || count.Row.Level == 0))
        {
            string title = new string(' ', 2 * count.Row.Level) + count.Row.Title;
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"{count.Domains,9:N0}  {Markup.Escape(title)}"));
        }

        if (output.Refused > 0)
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"{output.Refused,9:N0}  [yellow]lines that are no domain[/]"));
    }
}
