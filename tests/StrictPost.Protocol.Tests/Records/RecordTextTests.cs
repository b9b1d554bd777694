using System.Text.Json;
using CsCheck;
using StrictPost.Protocol.Records;

namespace StrictPost.Protocol.Tests.Records;

/// <summary>
/// Each form is read by a parser of somebody else, which must find exactly the records that were written: whatever stands
/// in them, nothing of it is taken for anything but text.
/// </summary>
public sealed class RecordTextTests
{
    private const string ZoneHead = "example.org. 300 IN SOA ns.example.org. host.example.org. 1 2 3 4 5\nexample.org. 300 IN NS ns.example.net.\n";

    /// <summary>Each sample is 60 texts and one process.</summary>
    private const int Samples = 3;

    [Fact]
    public void Table_OfTheUsual_HasARowEach()
    {
        string[] rows = RecordText.Of(SampleSets.Usual, RecordFormat.Table).Split('\n');

        Assert.Equal("NAME                    TYPE   TTL  VALUE", rows[0]);
        Assert.Equal("mta-sts.example.org     A      300  192.0.2.1", rows[1]);
        Assert.Equal("_mta-sts.example.org    TXT    300  v=STSv1; id=20260101000000;", rows[5]);
    }

    [Fact]
    public void Table_OfAnyText_KeepsItsRowsAndMovesNoCursor() => SampleSets.AnyTexts.Sample(texts =>
    {
        string table = RecordText.Of(SampleSets.OfTexts(texts), RecordFormat.Table);
        return table.Count(c => c == '\n') == texts.Length + 1 && !table.Any(c => char.IsControl(c) && c != '\n');
    });

    [Fact]
    public void Json_OfTheUsual_ReadsBack() => Assert.Equal(Wanted(SampleSets.Usual), FromJson(SampleSets.Usual));

    [Fact]
    public void Json_OfAnyText_ReadsBack() => SampleSets.AnyTexts.Sample(texts =>
        FromJson(SampleSets.OfTexts(texts)).Select(record => record.Value).SequenceEqual(texts, StringComparer.Ordinal));

    [Fact]
    public async Task Zone_OfTheUsual_PassesBindAndKnot()
    {
        string zone = RecordText.Of(SampleSets.Usual, RecordFormat.Zone);

        Assert.Equal(Wanted(SampleSets.Usual).Order(), (await FromBindAsync(zone)).Order());
        await KnotAcceptsAsync(zone);
    }

    [Fact]
    public async Task Zone_OfAnyText_PassesBindAndKnot() => await SampleSets.AnyTexts.SampleAsync(
        async texts =>
        {
            var set = SampleSets.OfTexts(texts);
            string zone = RecordText.Of(set, RecordFormat.Zone);
            Assert.Equal(Wanted(set), await FromBindAsync(zone));
            await KnotAcceptsAsync(zone);
        },
        iter: Samples,
        threads: 1);

    [Fact]
    public async Task OctoDns_OfTheUsual_ReadsBackAsYaml()
    {
        using var yaml = await YamlAsync(SampleSets.Usual);
        var root = yaml.RootElement;

        Assert.Equal(["_mta-sts", "_smtp._tls", "alias", "mta-sts"], root.EnumerateObject().Select(name => name.Name).ToArray());
        Assert.Equal("v=STSv1\\; id=20260101000000\\;", root.GetProperty("_mta-sts")[0].GetProperty("value").GetString());
        Assert.Equal("policies.example.net.", root.GetProperty("alias")[0].GetProperty("value").GetString());
        Assert.Equal(["192.0.2.1", "192.0.2.2"], root.GetProperty("mta-sts")[0].GetProperty("values").EnumerateArray().Select(value => value.GetString()!).ToArray());
        Assert.Equal("AAAA", root.GetProperty("mta-sts")[1].GetProperty("type").GetString());
    }

    [Fact]
    public async Task OctoDns_OfAnyText_ReadsBackAsYaml() => await SampleSets.AnyTexts.SampleAsync(
        async texts =>
        {
            using var yaml = await YamlAsync(SampleSets.OfTexts(texts));
            var values = yaml.RootElement.EnumerateObject().Select(name => name.Value[0].GetProperty("value").GetString()!);
            Assert.Equal([.. texts.Select(text => text.Replace(";", "\\;", StringComparison.Ordinal))], values.ToArray());
        },
        iter: Samples,
        threads: 1);

    [Fact]
    public async Task DnsControl_OfTheUsual_CallsItsFunctions()
    {
        using var calls = await JavaScriptAsync(SampleSets.Usual);

        Assert.Equal("""["example.org",["A","mta-sts","192.0.2.1",["TTL",300]],["A","mta-sts","192.0.2.2",["TTL",300]],["AAAA","mta-sts","2001:db8::1",["TTL",300]],["CNAME","alias","policies.example.net.",["TTL",300]],["TXT","_mta-sts","v=STSv1; id=20260101000000;",["TTL",300]],""",
            calls.RootElement[0].GetRawText()[..^(calls.RootElement[0][6].GetRawText().Length + 1)]);
        Assert.Equal(SampleSets.Usual.Records[^1].Value, calls.RootElement[0][6][2].GetString());
    }

    [Fact]
    public async Task DnsControl_OfAnyText_IsOneCallWithTheTexts() => await SampleSets.AnyTexts.SampleAsync(
        async texts =>
        {
            using var calls = await JavaScriptAsync(SampleSets.OfTexts(texts));
            Assert.Equal(texts, Assert.Single(calls.RootElement.EnumerateArray()).EnumerateArray().Skip(1).Select(record => record[2].GetString()!).ToArray());
        },
        iter: Samples,
        threads: 1);

    private static IEnumerable<(string Name, string Type, int Ttl, string Value)> Wanted(RecordSet set) =>
        set.Records.Select(record => (record.Name.Ascii, $"{record.Type}", record.Ttl, record.Value));

    private static List<(string Name, string Type, int Ttl, string Value)> FromJson(RecordSet set)
    {
        using var json = JsonDocument.Parse(RecordText.Of(set, RecordFormat.Json));
        return [.. json.RootElement.EnumerateArray().Select(record => (
            record.GetProperty("name").GetString()!,
            record.GetProperty("type").GetString()!,
            record.GetProperty("ttl").GetInt32(),
            record.GetProperty("value").GetString()!))];
    }

    /// <summary>BIND reads the zone and writes it again in its own words, which <see cref="MasterFile"/> reads.</summary>
    private static async Task<List<(string Name, string Type, int Ttl, string Value)>> FromBindAsync(string zone)
    {
        string dump = await ForeignParser.RunAsync(
            "/usr/bin/named-checkzone", ZoneHead + zone, "-q", "-i", "none", "-s", "full", "-o", "-", "example.org", "/dev/stdin");
        return [.. MasterFile.Read(dump).Where(record => record.Type is not ("SOA" or "NS"))];
    }

    private static async Task KnotAcceptsAsync(string zone)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, ZoneHead + zone, TestContext.Current.CancellationToken);
            await ForeignParser.RunAsync("/usr/bin/kzonecheck", "", "-o", "example.org", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<JsonDocument> YamlAsync(RecordSet set) => JsonDocument.Parse(await ForeignParser.RunAsync(
        "/usr/bin/python3", RecordText.Of(set, RecordFormat.OctoDns), "-c", "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))"));

    /// <summary>The calls to D_EXTEND, with stubs that give back what they are given.</summary>
    private static async Task<JsonDocument> JavaScriptAsync(RecordSet set)
    {
        const string run = """
            const calls = [], stub = name => (...given) => [name, ...given];
            const code = require('fs').readFileSync(0, 'utf8');
            new Function('D_EXTEND', 'A', 'AAAA', 'CNAME', 'TXT', 'TTL', code)(
              (...given) => { calls.push(given); }, stub('A'), stub('AAAA'), stub('CNAME'), stub('TXT'), stub('TTL'));
            console.log(JSON.stringify(calls));
            """;
        return JsonDocument.Parse(await ForeignParser.RunAsync("/usr/bin/node", RecordText.Of(set, RecordFormat.DnsControl), "-e", run));
    }
}
