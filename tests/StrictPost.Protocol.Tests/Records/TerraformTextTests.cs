using System.Text.Json;
using CsCheck;
using StrictPost.Protocol.Records;

namespace StrictPost.Protocol.Tests.Records;

/// <summary>Terraform's own grammar, as hcl2-parser compiles it for Node.js, reads what we write.</summary>
public sealed class TerraformTextTests
{
    private const int Samples = 3;

    [Fact]
    public async Task Dns_OfTheUsual_HasAResourceForEachSet()
    {
        using var parsed = await ParseAsync(SampleSets.Usual, TerraformProvider.Dns);
        var resources = parsed.RootElement.GetProperty("resource");

        var addresses = resources.GetProperty("dns_a_record_set").GetProperty("mta-sts_example_org_a")[0];
        Assert.Equal("""["192.0.2.1","192.0.2.2"]""", addresses.GetProperty("addresses").GetRawText());
        Assert.Equal(("example.org.", "mta-sts", 300), (Text(addresses, "zone"), Text(addresses, "name"), addresses.GetProperty("ttl").GetInt32()));
        Assert.Equal("policies.example.net.", Text(resources.GetProperty("dns_cname_record").GetProperty("alias_example_org_cname")[0], "cname"));
        Assert.Equal("v=STSv1; id=20260101000000;", resources.GetProperty("dns_txt_record_set").GetProperty("_mta-sts_example_org_txt")[0].GetProperty("txt")[0].GetString());
        Assert.True(resources.GetProperty("dns_aaaa_record_set").TryGetProperty("mta-sts_example_org_aaaa", out _));
    }

    [Fact]
    public async Task Route53_OfTheUsual_SeparatesTheStringsOfALongText()
    {
        using var parsed = await ParseAsync(SampleSets.Usual, TerraformProvider.Route53);
        var reports = parsed.RootElement.GetProperty("resource").GetProperty("aws_route53_record").GetProperty("_smtp__tls_example_org_txt")[0];

        string value = reports.GetProperty("records")[0].GetString()!;
        Assert.Equal(SampleSets.Usual.Records[^1].Value, value.Replace("\"\"", "", StringComparison.Ordinal));
        Assert.All(value.Split("\"\""), part => Assert.InRange(part.Length, 1, 255));
        Assert.Equal("${var.zone_id}", Text(reports, "zone_id"));
    }

    [Fact]
    public async Task Cloudflare_OfTheUsual_HasAResourceForEachRecord()
    {
        using var parsed = await ParseAsync(SampleSets.Usual, TerraformProvider.Cloudflare);
        var records = parsed.RootElement.GetProperty("resource").GetProperty("cloudflare_dns_record");

        Assert.Equal(SampleSets.Usual.Records.Length, records.EnumerateObject().Count());
        Assert.Equal("192.0.2.2", Text(records.GetProperty("mta-sts_example_org_a_2")[0], "content"));
        Assert.Equal("\"v=STSv1; id=20260101000000;\"", Text(records.GetProperty("_mta-sts_example_org_txt")[0], "content"));
    }

    [Fact]
    public async Task Dns_OfAnyText_HasNothingButTheTexts() => await SampleSets.AnyTexts.SampleAsync(
        async texts =>
        {
            using var parsed = await ParseAsync(SampleSets.OfTexts(texts), TerraformProvider.Dns);
            Assert.Equal(["resource"], parsed.RootElement.EnumerateObject().Select(block => block.Name).ToArray());
            var found = parsed.RootElement.GetProperty("resource").GetProperty("dns_txt_record_set").EnumerateObject()
                .Select(resource => Unescape(resource.Value[0].GetProperty("txt")[0].GetString()!));
            Assert.Equal(texts, found.ToArray());
        },
        iter: Samples,
        threads: 1);

    [Fact]
    public async Task Cloudflare_OfAnyText_HasNothingButTheTexts() => await SampleSets.AnyTexts.SampleAsync(
        async texts =>
        {
            using var parsed = await ParseAsync(SampleSets.OfTexts(texts), TerraformProvider.Cloudflare);
            var found = parsed.RootElement.GetProperty("resource").GetProperty("cloudflare_dns_record").EnumerateObject()
                .Select(resource => MasterFile.Read($"x. 1 IN TXT {Text(resource.Value[0], "content")}").Single().Value);
            Assert.Equal(texts, found.ToArray());
        },
        iter: Samples,
        threads: 1);

    [Fact]
    public async Task Route53_OfAnyText_IsReadable() => await SampleSets.AnyTexts.SampleAsync(
        async texts =>
        {
            using var parsed = await ParseAsync(SampleSets.OfTexts(texts), TerraformProvider.Route53);
            Assert.Equal(texts.Length, parsed.RootElement.GetProperty("resource").GetProperty("aws_route53_record").EnumerateObject().Count());
        },
        iter: Samples,
        threads: 1);

    private static async Task<JsonDocument> ParseAsync(RecordSet set, TerraformProvider provider)
    {
        const string run = """
            const [value, fault] = require(process.argv[1] + '/hcl2-parser').parseToObject(require('fs').readFileSync(0, 'utf8'));
            if (fault) { console.error(String(fault)); process.exit(1); }
            console.log(JSON.stringify(value));
            """;
        return JsonDocument.Parse(await ForeignParser.RunAsync(
            "/usr/bin/node", RecordText.Of(set, RecordFormat.Terraform, provider), "-e", run, ForeignParser.NodeModules()));
    }

    private static string Text(JsonElement element, string key) => element.GetProperty(key).GetString()!;

    /// <summary>The provider pastes the text between quotes of a zone file.</summary>
    private static string Unescape(string text) => MasterFile.Read($"x. 1 IN TXT \"{text}\"").Single().Value;
}
