using System.Text.Json;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;

namespace StrictPost.Changing;

/// <summary>Many changes, one in a line.</summary>
internal static class ChangeList
{
    public static void Print(IReadOnlyList<StoredChange> changes, bool asJson, string none, Terminal terminal)
    {
        if (asJson)
        {
            JsonPage.Print(terminal, json =>
            {
                json.WriteStartArray();
                foreach (var change in changes)
                    Write(json, change, null);
                json.WriteEndArray();
            });
            return;
        }

        if (changes.Count == 0)
            terminal.Out.WriteLine(none);
        foreach (var stored in changes)
            terminal.Out.WriteLine($"{stored.Id,5}  {DomainText.Name(stored.Change.Domain)}: {ChangeWords.Title(stored.Change)}; {Where(stored)}");
    }

    public static void WriteHistory(Utf8JsonWriter json, IReadOnlyList<(StoredChange Change, IReadOnlyList<ChangeEvent> Events)> changes)
    {
        json.WriteStartArray();
        foreach (var (change, events) in changes)
            Write(json, change, events);
        json.WriteEndArray();
    }

    private static string Where(StoredChange stored)
    {
        var change = stored.Change;
        string step = change.Current is { } current ? $"step {change.Marks.Length + 1} of {change.Steps.Length}: {StepText.Of(current).Title}" : ChangeWords.Standing(change.Standing);
        string wave = stored.Batch is null ? "" : $" (batch {stored.Batch}, wave {stored.Wave + 1})";
        return stored.Trouble is null ? $"{step}{wave}" : $"{step}{wave}. BLOCKED: {Printable.Escape(stored.Trouble)}";
    }

    private static void Write(Utf8JsonWriter json, StoredChange stored, IReadOnlyList<ChangeEvent>? events)
    {
        var change = stored.Change;
        json.WriteStartObject();
        json.WriteNumber("id", stored.Id);
        json.WriteString("domain", change.Domain.Ascii);
        json.WriteString("kind", ChangeWords.Kind(change));
        json.WriteString("title", ChangeWords.Title(change));
        json.WriteString("standing", ChangeWords.Standing(change.Standing));
        json.WriteNumber("stepsDone", change.Marks.Length);
        json.WriteNumber("steps", change.Steps.Length);
        json.WriteString("current", change.Current is { } step ? StepText.Of(step).Title : null);
        json.WriteString("startedAt", PlanJson.Moment(change.StartedAt));
        json.WriteString("endedAt", stored.EndedAt is { } end ? PlanJson.Moment(end) : null);
        json.WriteString("batch", stored.Batch);
        json.WriteNumber("wave", stored.Wave);
        json.WriteString("trouble", stored.Trouble);
        json.WriteString("override", change.Override);
        if (events is not null)
        {
            json.WriteStartArray("events");
            foreach (var item in events)
            {
                json.WriteStartObject();
                json.WriteString("at", PlanJson.Moment(item.At));
                json.WriteString("event", item.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
