using System.Text;
using System.Text.Json.Nodes;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Protocol.Tests.Conformance;

/// <summary>What we made of one case: the sender's view, in the suite's form, and the findings.</summary>
public sealed record Answer(JsonObject Sender, IReadOnlyList<Finding> Findings);

/// <summary>Gives a case's input to the parser of its area.</summary>
public static class SuiteReader
{
    public static Answer Read(string area, JsonObject input) => area switch
    {
        "record" => View(StsRecord.Choose(Texts(input)), record => new JsonObject { ["id"] = record.Id }),
        "policy" => View(StsPolicy.Parse(Body(input)), ViewOf),
        "tlsrpt-record" => View(
            TlsRptRecord.Choose(Texts(input)), record => new JsonObject { ["rua"] = List(record.Rua.Select(uri => uri.Text)) }),
        "domain-name" => View(DomainName.Parse(Text(input, "text")), name => new JsonObject { ["ascii"] = name.Ascii }),
        "mx-match" => Match(input),
        "mail-hosts" => Hosts(input),
        "fetch" => new Answer(new JsonObject { ["usable"] = FetchCases.Read(input) is FetchOutcome.Fetched }, []),
        "report" => ReportCases.Read(input),
        "sender" => new Answer(SenderCases.Play(input), []),
        "next-hop" => new Answer(new JsonObject { ["policyDomain"] = NextHop.PolicyDomain(Text(input, "nextHop"))?.Ascii }, []),
        _ => throw new ArgumentOutOfRangeException(nameof(area), area, "no such area"),
    };

    /// <summary>A body's bytes.</summary>
    public static byte[] Body(JsonObject input)
    {
        if (input["base64"] is { } base64)
            return Convert.FromBase64String(base64.GetValue<string>());
        byte[] body = Encoding.UTF8.GetBytes(Text(input, "text"));
        int size = input["padTo"]?.GetValue<int>() ?? body.Length;
        return [.. body, .. Enumerable.Repeat((byte)'x', size - body.Length)];
    }

    private static Answer View<T>(Parsed<T> parsed, Func<T, JsonObject> view)
        where T : class
    {
        var sender = parsed.Value is null ? [] : view(parsed.Value);
        sender["usable"] = parsed.Value is not null;
        return new Answer(sender, parsed.Findings);
    }

    private static JsonObject ViewOf(StsPolicy policy) => new()
    {
        ["mode"] = policy.Mode.ToText(),
        ["maxAge"] = policy.MaxAge,
        ["mx"] = List(policy.Mx.Select(pattern => pattern.Text)),
    };

    private static Answer Match(JsonObject input)
    {
        var pattern = MxPattern.Parse(Text(input, "pattern"));
        bool matches = pattern.Value is not null
            && DomainName.TryParse(Text(input, "host"), out var host)
            && pattern.Value.Matches(host);
        return new Answer(new JsonObject { ["matches"] = matches }, pattern.Findings);
    }

    private static Answer Hosts(JsonObject input)
    {
        Assert.True(DomainName.TryParse(Text(input, "domain"), out var domain));
        var records = input["mx"]!.AsArray()
            .Select(mx => new MxRecord(mx!["preference"]!.GetValue<int>(), mx["exchange"]!.GetValue<string>()));
        var hosts = MailHosts.Of(domain, [.. records]);
        var sender = new JsonObject
        {
            ["hosts"] = List(hosts.Hosts.Select(host => host.Ascii)),
            ["implicit"] = hosts.IsImplicit,
            ["takesNoMail"] = hosts.TakesNoMail,
            ["unusable"] = List(hosts.Unusable),
        };
        return new Answer(sender, []);
    }

    /// <summary>The character-strings of each record, joined without a blank (RFC 8461 §3.1).</summary>
    private static List<string> Texts(JsonObject input) =>
        [.. input["records"]!.AsArray().Select(strings => string.Concat(strings!.AsArray().Select(text => text!.GetValue<string>())))];

    private static string Text(JsonObject input, string name) => input[name]!.GetValue<string>();

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
