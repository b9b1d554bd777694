using System.Text;
using System.Text.Json;
using CsCheck;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Exchange;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Engine.Tests.Storage;

public sealed class DomainListTests
{
    private static readonly Gen<DomainSettings> AnySettings =
        from number in Gen.Int[0, 999]
        from mode in Gen.OneOfConst(PolicyMode.None, PolicyMode.Testing, PolicyMode.Enforce)
        from maxAge in Gen.Int[0, StsPolicy.LongestMaxAge]
        from mx in Gen.OneOfConst("mx1.example.org", "*.example.net", "xn--mil-qla.example").Array[1, 3]
        from rua in Gen.OneOfConst("mailto:a@example.org", "https://r.example.org/t?x=1%2C2").Array[0, 2]
        select StoreFolder.Settings($"d{number}.example", mode, [.. mx.Distinct(StringComparer.Ordinal)]) is var settings
            ? settings with { Policy = settings.Policy with { MaxAge = maxAge }, Rua = [.. rua.Select(uri => ReportUri.Parse(uri).Value!)] }
            : throw new InvalidOperationException();

    [Fact]
    public void Json_AnyDomains_ComeBackAsTheyWere() => AnySettings.List[0, 20].Sample(list =>
    {
        var domains = list.DistinctBy(settings => settings.Domain).ToList();
        var reading = DomainList.Read(Json(domains));
        return reading.Problems.IsEmpty && reading.Domains.SequenceEqual(domains);
    });

    [Fact]
    public void Csv_AnyDomains_ComeBackAsTheyWere() => AnySettings.List[0, 20].Sample(list =>
    {
        var domains = list.DistinctBy(settings => settings.Domain).ToList();
        var reading = DomainList.Read(Encoding.UTF8.GetBytes(CsvDomainList.Write(domains)));
        return reading.Problems.IsEmpty && reading.Domains.SequenceEqual(domains);
    });

    [Fact]
    public void Read_AnyBytes_NeverThrows() =>
        Gen.Byte.Array[0, 200].Sample(bytes => DomainList.Read(bytes).Problems.Length <= DomainList.MostProblems);

    [Fact]
    public void Read_TextThatLooksLikeAList_NeverThrows() =>
        Gen.String["[]{}\",:\n\r domainx0-.@"].Sample(text => DomainList.Read(Encoding.UTF8.GetBytes("[" + text)).Problems.Length <= DomainList.MostProblems);

    [Fact]
    public void Read_OnlyWhatMustBeThere_FillsInTheRest()
    {
        var reading = Read("""[{"domain": "münchen.de", "mx": ["mx.mäil.example"]}]""");

        var settings = Assert.Single(reading.Domains);
        Assert.Equal("xn--mnchen-3ya.de", settings.Domain.Ascii);
        Assert.Equal("version: STSv1\r\nmode: testing\r\nmx: mx.xn--mil-qla.example\r\nmax_age: 604800\r\n", settings.Policy.ToBody());
    }

    [Fact]
    public void Read_CsvWithQuotesAndAnyOrder_IsUnderstood()
    {
        var reading = Read("\uFEFFmx,\"domain\",max_age\n\"mx1.example.org mx2.example.org\",example.org,30d\n\n");

        var settings = Assert.Single(reading.Domains);
        Assert.Equal(2, settings.Policy.Mx.Length);
        Assert.Equal(2_592_000, settings.Policy.MaxAge);
    }

    [Theory]
    [InlineData("", "the list", null, "empty")]
    [InlineData("{}", "the list", null, "not an array")]
    [InlineData("[\n{\"domain\": \"a.b\",}\n]", "line 2, byte 18", null, "broken")]
    [InlineData("[1]", "entry 1", null, "not an object")]
    [InlineData("[{\"domian\": \"a.b\"}]", "entry 1", "domian", "no such field")]
    [InlineData("[{\"domain\": \"a.b\", \"mx\": [\"m.b.\"]}]", "entry 1 (a.b)", "mx", "ends with a dot")]
    [InlineData("[{\"domain\": \"a.b\", \"mx\": [\"192.0.2.1\"]}]", "entry 1 (a.b)", "mx", "IP address")]
    [InlineData("[{\"domain\": \"a.b\"}]", "entry 1 (a.b)", "mx", "no `mx`")]
    [InlineData("[{\"domain\": \"a.b\", \"mode\": \"on\", \"mx\": [\"m.b\"]}]", "entry 1 (a.b)", "mode", "on")]
    [InlineData("[{\"domain\": \"a.b\", \"maxAge\": -1, \"mx\": [\"m.b\"]}]", "entry 1 (a.b)", "max_age", "-1")]
    [InlineData("[{\"domain\": \"a.b\", \"maxAge\": 31557601, \"mx\": [\"m.b\"]}]", "entry 1 (a.b)", "max_age", "31557601")]
    [InlineData("[{\"domain\": \"b\", \"mx\": [\"m.b\"]}]", "entry 1 (b)", "domain", "full domain name")]
    [InlineData("[{\"domain\": \"a.b\", \"mx\": [\"m.b\"]}, {\"domain\": \"A.B.\", \"mx\": [\"m.b\"]}]", "entry 2", "domain", "twice")]
    [InlineData("[{\"domain\": \"a.b\", \"mx\": [\"m.b\"], \"rua\": [\"a@b.c\"]}]", "entry 1 (a.b)", "rua", "mailto:")]
    [InlineData("name,mx\na.b,m.b\n", "line 1", null, "column `domain`")]
    [InlineData("domain,mxs\na.b,m.b\n", "line 1", "mxs", "no such column")]
    [InlineData("domain,mx\na.b\n", "line 2", null, "1 values")]
    [InlineData("domain,mx\n\na.b,\"m.b\n", "line 3", null, "does not end")]
    public void Read_SomethingWrong_SaysWhereAndWhat(string list, string where, string? field, string words)
    {
        var problem = Read(list).Problems[0];

        Assert.Equal((where, field), (problem.Where, problem.Field));
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Fix);
    }

    [Fact]
    public void Read_ManyProblems_StopsEarly()
    {
        var reading = Read("[" + string.Join(',', Enumerable.Repeat("1", 1_000)) + "]");

        Assert.Equal(DomainList.MostProblems, reading.Problems.Length);
    }

    private static DomainListReading Read(string list) => DomainList.Read(Encoding.UTF8.GetBytes(list));

    private static byte[] Json(IEnumerable<DomainSettings> domains)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var settings in domains)
            {
                json.WriteStartObject();
                JsonDomainList.WriteFields(json, settings);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }
}
