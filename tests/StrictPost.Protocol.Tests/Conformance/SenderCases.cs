using System.Text;
using System.Text.Json.Nodes;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Conformance;

/// <summary>A sender that lives through the steps of a case.</summary>
internal static class SenderCases
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static JsonObject Play(JsonObject input)
    {
        var memory = SenderMemory.Empty;
        var played = new JsonArray();
        foreach (var step in input["steps"]!.AsArray())
            played.Add(Step(step!.AsObject(), ref memory));
        return new JsonObject { ["steps"] = played };
    }

    private static JsonObject Step(JsonObject step, ref SenderMemory memory)
    {
        var now = Start.AddSeconds(step["at"]!.GetValue<int>());
        var record = Record(step["record"]?.GetValue<string>());
        var next = SenderPolicy.Next(memory, record, now);
        var applies = next.Applies;
        if (next.Fetch != FetchNeed.None)
        {
            string id = (record as RecordAnswer.Present)?.Id ?? memory.Policy!.Id;
            var fetched = step["fetch"] is { } body ? StsPolicy.Parse(Encoding.UTF8.GetBytes(body.GetValue<string>())).Value : null;
            memory = SenderPolicy.Learn(memory, id, fetched, now);
            if (next.Fetch == FetchNeed.BeforeDelivery)
                applies = SenderPolicy.Next(memory, record, now).Applies;
        }

        var decision = Decide(step["mail"]!.AsObject(), applies);
        return new JsonObject { ["fetches"] = next.Fetch != FetchNeed.None, ["delivery"] = Word(decision.Delivery) };
    }

    private static RecordAnswer Record(string? id) => id switch
    {
        null => new RecordAnswer.Absent(),
        "?" => new RecordAnswer.Unknown(),
        _ => new RecordAnswer.Present(id),
    };

    private static HostDecision Decide(JsonObject mail, StsPolicy? policy)
    {
        Assert.True(DomainName.TryParse(mail["host"]!.GetValue<string>(), out var host));
        var facts = new MailHostFacts(
            host, Enum.Parse<ChannelState>(Member(mail, "tls"), ignoreCase: true), Enum.Parse<DaneState>(Member(mail, "dane"), ignoreCase: true));
        return SenderDecision.Of(Enum.Parse<SenderProfile>(Member(mail, "sender"), ignoreCase: true), policy, facts);
    }

    private static string Member(JsonObject mail, string name) => mail[name]!.GetValue<string>().Replace("-", "", StringComparison.Ordinal);

    private static string Word(Delivery delivery) => delivery switch
    {
        Delivery.Deliver => "deliver",
        Delivery.DeliverUnprotected => "deliver-unprotected",
        Delivery.Refuse => "refuse",
        _ => "unknown",
    };
}
