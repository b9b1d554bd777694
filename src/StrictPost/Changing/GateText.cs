using System.Globalization;
using StrictPost.CommandLine;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Text;

namespace StrictPost.Changing;

/// <summary>What the gate says, for people.</summary>
internal static class GateText
{
    private const int MostDays = 20;

    public static void Write(GateResult? gate, Terminal terminal)
    {
        if (gate is null)
            return;
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(gate.IsOpen ? "The gate is open: nothing speaks against enforcing." : "The gate is closed:");
        foreach (var finding in gate.Missing)
        {
            terminal.Out.WriteLine($"  - {Printable.Escape(finding.Message)} [{finding.Code}]");
            terminal.Out.WriteLine($"    {Printable.Escape(finding.Fix)}");
        }

        if (gate.Earliest is { } earliest)
            terminal.Out.WriteLine($"  It can open on {Moments.ToText(earliest)} at the earliest.");
        WriteReplay(gate, terminal);
    }

    /// <summary>What the policy to come would have refused.</summary>
    public static void WriteReplay(GateResult gate, Terminal terminal)
    {
        foreach (var day in gate.Replay.Take(MostDays))
            terminal.Out.WriteLine($"  {Printable.Escape(Replayed(day))}");
        if (gate.Replay.Length > MostDays)
            terminal.Out.WriteLine($"  … and {gate.Replay.Length - MostDays} more days.");
    }

    /// <summary>Such as "This would have refused 10 sessions from Google on 3 May 2026: mx2.example.org: its certificate had expired".</summary>
    public static string Replayed(ReplayedDay day) =>
        $"This would have refused {day.Sessions} {(day.Sessions == 1 ? "session" : "sessions")} from {day.Reporter} on {day.Day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}: {day.Why}";
}
