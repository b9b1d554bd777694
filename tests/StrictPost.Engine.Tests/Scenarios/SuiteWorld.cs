using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Tests.Scenarios;

/// <summary>A case of the published suite as a world: all is well but for what the case says of one record or of the policy.</summary>
/// <param name="Area">Such as <c>policy</c>.</param>
/// <param name="Id">The case's name.</param>
/// <param name="Input">What stands in the record or in the body.</param>
/// <param name="Sender">What a sender makes of it.</param>
/// <param name="Findings">What a validator finds in it.</param>
public sealed record SuiteWorld(string Area, string Id, JsonElement Input, JsonElement Sender, ImmutableArray<string> Findings)
{
    private const string Domain = "example.org";
    private static readonly string[] Areas = ["record", "policy", "tlsrpt-record"];

    /// <summary>All cases that are about a record or the policy, by their names.</summary>
    public static ImmutableSortedDictionary<string, SuiteWorld> All { get; } =
        Areas.SelectMany(Read).ToImmutableSortedDictionary(item => item.Id, item => item, StringComparer.Ordinal);

    /// <summary>Whether a sender can use the record or policy.</summary>
    public bool IsUsable => Sender.GetProperty("usable").GetBoolean();

    /// <summary>Whether the name is an alias to one that holds nothing.</summary>
    public bool IsDangling => Alias is not null && Texts.Length == 0;

    /// <summary>Whether a mail host can pass the policy's patterns.</summary>
    public bool CoversSomebody => Patterns.Any(MxCanBe);

    private string[] Patterns => Sender.TryGetProperty("mx", out var listed) ? Strings(listed) : [];

    private string? Alias => Input.TryGetProperty("alias", out var alias) ? alias.GetString() : null;

    /// <summary>The TXT records, each as its character-strings.</summary>
    private string[][] Texts => [.. Input.GetProperty("records").EnumerateArray().Select(Strings)];

    /// <summary>The world to check.</summary>
    public Rehearsal Rehearsal(DateTimeOffset now)
    {
        var healthy = LabDomain.Healthy(Domain, PolicyMode.Enforce) with { Record = $"v=STSv1; id={now.AddDays(-30):yyyyMMddHHmmss};" };
        var domain = Area switch
        {
            "policy" => healthy with { Policy = Body(), Mx = Mx() },
            "record" => WithTexts(healthy with { Record = First() }, DnsPlace.Record),
            _ => WithTexts(healthy with { TlsRptRecord = First() }, DnsPlace.TlsRptRecord),
        };
        var world = LabWorld.Empty.With(domain).With(domain.Mx.Select(mx => new LabMailHost(mx.Host)));
        return new Rehearsal(Alias is null ? world : world.With(Provider()), Domain);
    }

    private string? First() => Texts.FirstOrDefault() is { } strings ? string.Concat(strings) : null;

    /// <summary>The lab cuts a text into strings of one length, which need not be those of the case: joined they are the same.</summary>
    private LabDomain WithTexts(LabDomain domain, DnsPlace place)
    {
        foreach (string[] strings in Texts.Skip(1))
            domain = domain.With(new DnsFault.ExtraText(string.Concat(strings), place));
        if (Texts.FirstOrDefault() is { Length: > 1 } several)
            domain = domain.With(new DnsFault.SplitText(several[0].Length, place));
        return Alias is { } target ? domain.With(new DnsFault.Alias(target, place)) : domain;
    }

    private LabDomain Provider()
    {
        string name = Alias![(Alias!.LastIndexOf('.', Alias!.LastIndexOf('.') - 1) + 1)..];
        var bare = new LabDomain(name);
        return Area == "record" ? bare with { Record = First() } : bare with { TlsRptRecord = First() };
    }

    private byte[] Body()
    {
        if (Input.TryGetProperty("base64", out var base64))
            return base64.GetBytesFromBase64();
        byte[] body = Encoding.UTF8.GetBytes(Input.GetProperty("text").GetString()!);
        int size = Input.TryGetProperty("padTo", out var padded) ? padded.GetInt32() : body.Length;
        return [.. body, .. Enumerable.Repeat((byte)'x', size - body.Length)];
    }

    /// <summary>Mail hosts that the policy covers, where it can cover any, so that nothing but its text is at fault.</summary>
    private ImmutableArray<LabMx> Mx() => CoversSomebody
        ? [.. Patterns.Where(MxCanBe).Select(pattern => new LabMx(10, pattern.Replace("*.", "mx1.", StringComparison.Ordinal)))]
        : [new LabMx(10, "mx1." + Domain)];

    /// <summary>Addresses can stand in a pattern, though they cover nobody.</summary>
    private static bool MxCanBe(string pattern) => MxPattern.Parse(pattern).Value is { IsAddress: false };

    private static string[] Strings(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];

    private static IEnumerable<SuiteWorld> Read(string area)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "conformance", area + ".json"));
        using var suite = JsonDocument.Parse(file);
        return suite.RootElement.Clone().GetProperty("cases").EnumerateArray().Select(item => new SuiteWorld(
            area,
            item.GetProperty("id").GetString()!,
            item.GetProperty("input"),
            item.GetProperty("sender"),
            [.. Strings(item.GetProperty("findings"))])).ToList();
    }
}
