using System.Text.Json;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>What <c>strictpost check --format json</c> says of one domain.</summary>
internal sealed class CheckedDomain(JsonElement json)
{
    public string Subject => json.GetProperty("subject").GetString()!;

    public string Verdict => json.GetProperty("verdict").GetString()!;

    /// <summary>All codes, sorted, each as often as it occurs; separated by blanks.</summary>
    public string Codes => string.Join(' ', Findings("code").Order(StringComparer.Ordinal));

    public bool HasErrors => Findings("severity").Contains("error", StringComparer.Ordinal);

    /// <summary>An array of domains, by name.</summary>
    public static IReadOnlyDictionary<string, CheckedDomain> ReadAll(string text) =>
        JsonDocument.Parse(text).RootElement.EnumerateArray().Select(one => new CheckedDomain(one)).ToDictionary(one => one.Subject, StringComparer.Ordinal);

    /// <summary>One domain.</summary>
    public static CheckedDomain Read(string text) => new(JsonDocument.Parse(text).RootElement);

    /// <summary>What a kind of sender does at a mail host, such as <c>deliver</c>.</summary>
    public string Delivery(string host, string sender) =>
        json.GetProperty("mailHosts").EnumerateArray().Single(one => one.GetProperty("host").GetString() == host)
            .GetProperty("senders").GetProperty(sender).GetProperty("delivery").GetString()!;

    public override string ToString() => json.GetRawText();

    private IEnumerable<string> Findings(string property) =>
        json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty(property).GetString()!);
}
