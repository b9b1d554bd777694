using System.Collections.Immutable;
using StrictPost.CommandLine;
using StrictPost.Protocol.Changes;
using StrictPost.Rendering;

namespace StrictPost.Changing;

/// <summary>How a plan is printed.</summary>
internal enum PlanFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs.</summary>
    Json,

    /// <summary>For a calendar (RFC 5545).</summary>
    Ics,

    /// <summary>For a ticket.</summary>
    Markdown,
}

/// <summary>A plan that is to be printed.</summary>
/// <param name="Change">The change; begun or not.</param>
/// <param name="Steps">Its steps with their dates.</param>
/// <param name="Gate">What the gate says, where it was asked.</param>
/// <param name="MadeAt">When the plan was made.</param>
internal sealed record ChangePlan(Change Change, ImmutableArray<DatedStep> Steps, GateResult? Gate, DateTimeOffset MadeAt)
{
    /// <summary>When it can be over, if senders go on fetching.</summary>
    public DateTimeOffset End => Steps is [.., var last] ? last.Expected : MadeAt;

    /// <summary>The plan of a change as it looks now.</summary>
    public static ChangePlan Of(Change change, ChangeFacts facts) => new(change, ChangeForecast.Of(change, facts), facts.Gate, facts.Now);

    public void Print(PlanFormat format, Terminal terminal)
    {
        switch (format)
        {
            case PlanFormat.Json:
                JsonPage.Print(terminal, json => PlanJson.Write(json, this));
                break;
            case PlanFormat.Ics:
                terminal.Out.Write(PlanCalendar.Write(this));
                break;
            case PlanFormat.Markdown:
                PlanMarkdown.Write(this, terminal.Out);
                break;
            default:
                PlanText.Write(this, terminal);
                break;
        }
    }
}
