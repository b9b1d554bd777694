using System.Globalization;
using System.Text.Json;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Findings;

namespace StrictPost.Changing;

/// <summary>A plan for programs.</summary>
internal static class PlanJson
{
    public static void Write(Utf8JsonWriter json, ChangePlan plan)
    {
        json.WriteStartObject();
        WriteInto(json, plan);
        json.WriteEndObject();
    }

    /// <summary>Into an object that others write, too.</summary>
    public static void WriteInto(Utf8JsonWriter json, ChangePlan plan)
    {
        var change = plan.Change;
        json.WriteString("domain", change.Domain.Ascii);
        json.WriteString("kind", ChangeWords.Kind(change));
        json.WriteString("title", ChangeWords.Title(change));
        json.WriteString("standing", ChangeWords.Standing(change.Standing));
        json.WriteString("policyBefore", change.Before?.ToBody());
        json.WriteString("override", change.Override);
        json.WriteString("startedAt", Moment(change.StartedAt));
        json.WriteString("expectedEnd", Moment(plan.End));
        json.WriteStartArray("steps");
        foreach (var step in plan.Steps)
            WriteStep(json, step);
        json.WriteEndArray();
        json.WritePropertyName("gate");
        WriteGate(json, plan.Gate);
    }

    /// <summary>Findings as every verb writes them.</summary>
    public static void WriteFindings(Utf8JsonWriter json, string name, IEnumerable<Finding> findings)
    {
        json.WriteStartArray(name);
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code);
            json.WriteString("severity", $"{finding.Severity}".ToLowerInvariant());
            json.WriteString("message", finding.Message);
            json.WriteString("fix", finding.Fix);
            json.WriteString("rfc", finding.Kind.Rfc);
            if (finding.Host is not null)
                json.WriteString("host", finding.Host);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void WriteStep(Utf8JsonWriter json, DatedStep step)
    {
        var text = StepText.Of(step.Step);
        json.WriteStartObject();
        json.WriteString("step", Name(step.Step));
        json.WriteString("title", text.Title);
        json.WriteString("reason", text.Reason);
        json.WriteString("rfc", text.Rfc);
        json.WriteString("endedAt", step.Ended is { } ended ? Moment(ended) : null);
        json.WriteString("earliest", Moment(step.Earliest));
        json.WriteString("expected", Moment(step.Expected));
        if (step.Step is ChangeStep.Serve serve)
            json.WriteString("policy", serve.Policy.ToBody());
        json.WriteEndObject();
    }

    /// <summary>Stable words for scripts.</summary>
    private static string Name(ChangeStep step) => step switch
    {
        ChangeStep.PassGate => "pass-gate",
        ChangeStep.SeeMail => "see-mail",
        ChangeStep.AwaitMail => "await-mail",
        ChangeStep.Serve => "serve",
        ChangeStep.Announce => "announce",
        ChangeStep.AwaitRecord => "await-record",
        ChangeStep.AwaitHorizon => "await-horizon",
        ChangeStep.MoveMail => "move-mail",
        ChangeStep.AwaitExpiry => "await-expiry",
        ChangeStep.Withdraw => "withdraw",
        _ => "stop-serving",
    };

    private static void WriteGate(Utf8JsonWriter json, GateResult? gate)
    {
        if (gate is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteBoolean("open", gate.IsOpen);
        json.WriteString("earliest", gate.Earliest is { } earliest ? Moment(earliest) : null);
        WriteFindings(json, "missing", gate.Missing);
        json.WriteStartArray("refused");
        foreach (var day in gate.Replay)
        {
            json.WriteStartObject();
            json.WriteString("day", day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteString("reporter", day.Reporter);
            json.WriteNumber("sessions", day.Sessions);
            json.WriteString("why", day.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
