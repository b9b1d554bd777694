using StrictPost.CommandLine;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;

namespace StrictPost.Changing;

/// <summary>Says why there is no change.</summary>
internal static class ChangeRefusal
{
    /// <returns>0 where there is just nothing to do, 1 where the change would lose mail or makes no sense, 3 where nobody can tell.</returns>
    public static int Print(IReadOnlyList<Finding> findings, bool asJson, Terminal terminal)
    {
        if (asJson)
        {
            JsonPage.Print(terminal, json =>
            {
                json.WriteStartObject();
                PlanJson.WriteFindings(json, "findings", findings);
                json.WriteEndObject();
            });
        }
        else
        {
            foreach (var finding in findings)
            {
                terminal.Out.WriteLine($"{Printable.Escape(finding.Message)} [{finding.Code}]");
                if (finding.Severity != Severity.Info)
                    terminal.Out.WriteLine($"  {Printable.Escape(finding.Fix)}");
            }
        }

        if (findings.Any(finding => finding is { Severity: Severity.Error, Kind.IsUndetermined: false }))
            return ExitCode.Findings;
        return findings.Any(finding => finding.Kind.IsUndetermined) ? ExitCode.Undetermined : ExitCode.Fine;
    }
}
