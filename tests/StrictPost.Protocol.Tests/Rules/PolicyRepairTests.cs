using System.Text;
using CsCheck;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Rules;

namespace StrictPost.Protocol.Tests.Rules;

public sealed class PolicyRepairTests
{
    private const string Good = "version: STSv1\nmode: testing\nmx: a.strictpost.net\nmax_age: 604800\n";

    [Theory]
    [InlineData("      version: STSv1\n      mode: testing\n      mx: a.strictpost.net\n      max_age: 604800\n")]
    [InlineData("\uFEFFversion: STSv1\nmode: testing\nmx: a.strictpost.net\nmax_age: 604800\n")]
    [InlineData("version: STSv1\rmode: testing\rmx: a.strictpost.net\rmax_age: 604800\r")]
    [InlineData("version: STSv1\n\nmode: testing\n\nmx: a.strictpost.net\nmax_age: 604800\n\n\n")]
    [InlineData("# our policy\nversion: STSv1\nmode: testing\nmx: a.strictpost.net\nmax_age: 604800\n")]
    [InlineData("version: STSv1\nmode: testing # 1.\nmx: a.strictpost.net  # 2.\nmax_age: 604800 # 3.\n")]
    [InlineData("version : STSv1\nmode : testing\nmx: a.strictpost.net\nmax_age: 604800\n")]
    [InlineData("version=STSv1\nmode=testing\nmx=a.strictpost.net\nmax_age=604800\n")]
    [InlineData("Version: STSv1\nMode: testing\nmx: a.strictpost.net\nMax-Age: 604800\n")]
    [InlineData("version: STSv1\nmode: [testing]\nmx: a.strictpost.net\nmax_age: 604800\n")]
    [InlineData("version: STSv1\nmode: Testing\nmx: a.strictpost.net\nmax_age: 604800\n")]
    [InlineData("version: STSv1\nmode: testing\na.strictpost.net\nmax_age: 604800\n")]
    [InlineData("version: STSv1\nmode: testing\nmx: a.strictpost.net.\nmax_age: 604800\n")]
    [InlineData("version: STSv1\nmode: testing\nmx: a.strictpost.net\nmax_age: 604_800\n")]
    [InlineData("version: STSv1\nmode: testing\nmx: a.strictpost.net\nmax_age: 604,800\n")]
    [InlineData("version: STSv1\nmode: testing\nmx: a.strictpost.net\nmax_age: 604800s\n")]
    [InlineData("version: STSv1\nmode: testing\nmode: enforce\nmx: a.strictpost.net\nmax_age: 604800\n")]
    [InlineData("  version: STSv1\n  mode: [testing] # x\n  mx: a.strictpost.net.\n  max_age: 604_800s\n")]
    [InlineData("    Version: STSv1\r    Mode: Testing\r    MX: a.strictpost.net.\r    Max_Age: 604,800\r")]
    public void Apply_OneMeaning_IsRepairedAndTold(string body)
    {
        var (repaired, done) = Apply(body);

        Assert.Equal(Good, repaired);
        Assert.NotEmpty(done);
    }

    [Theory]
    [InlineData("version: STSv1\nmode: [enforce|testing|none]\nmx: a.strictpost.net\nmax_age: 604800\n")]
    [InlineData("version: STSv1\nmode: testing\nmx: *.*.strictpost.net\nmax_age: 604800\n")]
    [InlineData("version: STSv1\nmode: testing\nmx: a.strictpost.net\nmax_age: 1w\n")]
    [InlineData("version: STSv1\nmode: testing\nmx: a.strictpost.net\nmax_age: -1\n")]
    [InlineData("version: STSv1\nmode: testing\nmx: a.strictpost.net\nmax_age: 60,48\n")]
    [InlineData("mode: testing\nmx: a.strictpost.net\nmax_age: 604800\n")]
    [InlineData("<html>")]
    [InlineData("")]
    public void Apply_SeveralMeanings_IsLeftToItsAuthor(string body)
    {
        var (repaired, done) = Apply(body);

        Assert.Equal(body, repaired);
        Assert.Empty(done);
    }

    [Fact]
    public void Apply_IgnoredLineOfUsablePolicy_StaysIgnored()
    {
        string body = Good + "MX: b.strictpost.net\n";

        Assert.Equal(body, Apply(body).Body);
    }

    [Fact]
    public void Apply_MaxAgeAboveTheMost_BecomesWhatSendersMakeOfIt()
    {
        Assert.Contains("max_age: 31557600\n", Apply("version: STSv1\nmode: none\nmax_age: 99999999\n").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_Utf16_BecomesUtf8()
    {
        byte[] body = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Good)];

        Assert.Equal(Good, Encoding.UTF8.GetString(PolicyRepair.Apply(body).Body));
    }

    [Fact]
    public void Apply_BytesThatAreNotText_ComeBackAsTheyWere()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes("# x\n" + Good), 0xFF];

        Assert.Equal(body, PolicyRepair.Apply(body).Body);
    }

    [Fact]
    public void Apply_LinesOfAnyKind_KeepsMeaningAndSettles()
    {
        string[] lines =
        [
            "version: STSv1", "mode: testing", "mode: Enforce", " mode: none", "mx: a.strictpost.net", "mx: b.strictpost.net.",
            "MX: c.strictpost.net", "mx: *.d.strictpost.net # d", "max_age: 604800", "max_age: 99999999999", "max_age: 86_400", "ext: {x}", "", " ",
            "# c", "host.strictpost.net", "Mode: enforce", "\uFEFFversion: STSv1", "v : 1", "mode=testing",
        ];
        var ends = Gen.OneOfConst("\n", "\r\n", "\r");
        var text = Gen.Select(Gen.OneOfConst(lines), ends, (line, end) => line + end).Array[0, 9].Select(string.Concat);

        text.Sample(body =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            var before = StsPolicy.Parse(bytes).Value;
            byte[] once = PolicyRepair.Apply(bytes).Body;
            Assert.True(before is null || before.Equals(StsPolicy.Parse(once).Value), body);
            Assert.Equal(once, PolicyRepair.Apply(once).Body);
        });
    }

    private static (string Body, IReadOnlyList<Repair> Done) Apply(string body)
    {
        var (repaired, done) = PolicyRepair.Apply(Encoding.UTF8.GetBytes(body));
        return (Encoding.UTF8.GetString(repaired), done);
    }
}
