using System.Text.Json;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;

namespace StrictPost.Reporting;

/// <summary>What was taken in, for people and for programs.</summary>
internal static class IntakeText
{
    private const int MostLines = 20;

    private static readonly Listing<IntakeTally> Numbers = new(
        new("deliveries", "deliveries", tally => tally.Deliveries),
        new("counted", "counted", tally => tally.Counted),
        new("copies", "copies", tally => tally.Copies),
        new("aside", "aside", tally => tally.Aside),
        new("put off", "putOff", tally => tally.PutOff),
        new("quarantined", "quarantined", tally => (long)tally.Quarantined.Length));

    public static void Print(Terminal terminal, ListFormat format, IntakeTally tally)
    {
        switch (format)
        {
            case ListFormat.Json:
                JsonPage.Print(terminal, json => WriteJson(json, tally));
                break;
            case ListFormat.Csv:
                Numbers.Print(terminal, format, [tally], "");
                break;
            default:
                Write(terminal, tally);
                break;
        }
    }

    private static void Write(Terminal terminal, IntakeTally tally)
    {
        foreach (var delivery in tally.Quarantined.Take(MostLines))
        {
            foreach (var obstacle in delivery.Reading.Obstacles)
                terminal.Out.WriteLine($"  {Printable.Escape(Name(delivery))}: {Shown.Of(obstacle.Message)} Fix: {Shown.Of(obstacle.Fix)}");
        }

        if (tally.Quarantined.Length > MostLines)
            terminal.Out.WriteLine($"  … and {tally.Quarantined.Length - MostLines} more: strictpost reports quarantine");
        string[] parts =
        [
            Count(tally.Counted, "report") + " counted",
            tally.Copies == 0 ? "" : $"{tally.Copies} counted before",
            tally.Aside == 0 ? "" : $"{tally.Aside} about domains that are not enrolled, set aside",
            tally.Quarantined.IsEmpty ? "" : $"{tally.Quarantined.Length} in quarantine",
            tally.PutOff == 0 ? "" : $"{tally.PutOff} to be read again later by `serve` or the next import, since DNS gave no answer about their signatures",
        ];
        terminal.Out.WriteLine($"{string.Join("; ", parts.Where(part => part.Length > 0))}.");
    }

    private static void WriteJson(Utf8JsonWriter json, IntakeTally tally)
    {
        json.WriteStartObject();
        json.WriteNumber("deliveries", tally.Deliveries);
        json.WriteNumber("counted", tally.Counted);
        json.WriteNumber("copies", tally.Copies);
        json.WriteNumber("aside", tally.Aside);
        json.WriteNumber("putOff", tally.PutOff);
        json.WriteStartArray("quarantined");
        foreach (var delivery in tally.Quarantined)
        {
            json.WriteStartObject();
            json.WriteNumber("number", delivery.Id);
            json.WriteString("name", Name(delivery));
            json.WriteStartArray("findings");
            foreach (var obstacle in delivery.Reading.Obstacles)
                WriteFinding(json, obstacle);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A finding as all JSON of the command line has it.</summary>
    public static void WriteFinding(Utf8JsonWriter json, Finding finding) =>
        JsonSerializer.Serialize(json, FindingText.ToJson(finding), ReadableJson.Context.FindingJson);

    /// <summary>Such as <c>1 report</c> or <c>2 reports</c>.</summary>
    public static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Name(StoredDelivery stored) => stored.Delivery.FileName ?? stored.Delivery.Source ?? $"delivery {stored.Id}";
}
