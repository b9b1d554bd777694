using System.Collections.Immutable;
using System.Text.Json;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Scenarios;

/// <summary>Reads scenario files: JSON, where comments and trailing commas are allowed.</summary>
public static class ScenarioFile
{
    /// <summary>Most bytes that a file may have.</summary>
    public const int LargestFile = 1024 * 1024;

    private static readonly string[] Verdicts = ["protected", "testing-only", "not-protected", "mail-at-risk", "undetermined"];

    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };

    /// <summary>Reads a file.</summary>
    /// <returns>The scenario; or null and a sentence that says what is wrong, and where in the file.</returns>
    public static (Scenario? Scenario, string? Problem) Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length > LargestFile)
            return (null, $"the file is larger than {LargestFile} bytes");
        try
        {
            using var document = JsonDocument.Parse(file, Lenient);
            return (Read(new JsonField("", document.RootElement)), null);
        }
        catch (JsonException e)
        {
            return (null, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: this is not JSON");
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return (null, e.Message); // the latter: a text that is no Unicode
        }
    }

    private static Scenario Read(JsonField file)
    {
        var members = file.Members("$schema", "about", "domains", "mailHosts", "ipv6", "check", "expect");
        if (!members.TryGetValue("about", out var about) || about.Text().Length == 0)
            throw file.Wrong("needs `about`, one sentence on what it shows");
        if (!members.TryGetValue("domains", out var domains) || domains.Members() is not { Count: > 0 } named)
            throw file.Wrong("needs `domains`, with at least one");
        var world = LabWorld.Empty.With(named.Select(each => DomainReading.Domain(each.Key, each.Value)));
        world = WithMailHosts(world, members) with { Ipv6 = members.TryGetValue("ipv6", out var ipv6) && ipv6.Flag() };
        var (domain, options) = members.TryGetValue("check", out var check) ? Check(check, world) : (null, []);
        var expect = members.TryGetValue("expect", out var expected) ? Expect(expected) : null;
        return new Scenario(about.Text(), domain ?? named.Keys.First(), options, expect, world);
    }

    /// <summary>Every MX has a healthy host, unless the file says otherwise; null says that there is none.</summary>
    private static LabWorld WithMailHosts(LabWorld world, IReadOnlyDictionary<string, JsonField> members)
    {
        var given = members.TryGetValue("mailHosts", out var hosts) ? hosts.Members() : ImmutableDictionary<string, JsonField>.Empty;
        var implied = world.Domains.Values.SelectMany(domain => domain.Mx).Select(mx => mx.Host)
            .Where(host => host.Trim('.').Length > 0 && !given.ContainsKey(host))
            .Select(host => new LabMailHost(host));
        return world.With([.. implied, .. given.Where(each => !each.Value.IsNull).Select(each => HostReading.MailHost(each.Key, each.Value))]);
    }

    private static (string? Domain, ImmutableArray<string> Options) Check(JsonField field, LabWorld world)
    {
        string? domain = null;
        var options = ImmutableArray.CreateBuilder<string>();
        foreach (var (key, value) in field.Members("domain", "previousMx", "authoritative", "noSmtp"))
        {
            switch (key)
            {
                case "domain":
                    domain = world.Domains.ContainsKey(value.Text()) ? value.Text() : throw value.Wrong("is none of `domains`");
                    break;
                case "previousMx":
                    options.AddRange(value.List().SelectMany(host => new[] { "--previous-mx", host.Text() }));
                    break;
                case "authoritative" when value.Flag():
                    options.Add("--authoritative");
                    break;
                case "noSmtp" when value.Flag():
                    options.Add("--no-smtp");
                    break;
            }
        }

        return (domain, options.ToImmutable());
    }

    private static ScenarioExpectation Expect(JsonField field)
    {
        var members = field.Members("verdict", "codes");
        if (!members.TryGetValue("verdict", out var verdict) || !members.TryGetValue("codes", out var codes))
            throw field.Wrong("needs `verdict` and `codes`");
        if (!Verdicts.Contains(verdict.Text(), StringComparer.Ordinal))
            throw verdict.Wrong($"`{verdict.Text()}` is none of: {string.Join(", ", Verdicts)}");
        return new ScenarioExpectation(verdict.Text(), [.. codes.List().Select(code => code.Text()).Order(StringComparer.Ordinal)]);
    }
}
