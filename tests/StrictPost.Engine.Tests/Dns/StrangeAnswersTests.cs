using StrictPost.Engine.Dns;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Dns;

/// <summary>Answers that no honest server gives. None may throw, or be taken for more than it is.</summary>
public sealed class StrangeAnswersTests
{
    private const ushort A = 1;
    private const ushort Mx = 15;
    private const ushort Txt = 16;
    private const ushort Tlsa = 52;

    private static readonly DomainName Name = DomainName.Parse("x.example").Value!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<ushort, byte[]> BrokenData => new()
    {
        { A, [1, 2, 3] },
        { A, [] },
        { Mx, [] },
        { Mx, [0, 10] },
        { Mx, [0, 10, 63] },
        { Mx, [0, 10, 0xC0] },
        { Mx, [0, 10, 0xFF, 0xFF] },
        { Txt, [200, 65] },
        { Tlsa, [] },
        { Tlsa, [3, 1] },
    };

    [Theory]
    [MemberData(nameof(BrokenData))]
    public async Task Answer_WithBrokenData_IsNoAnswer(ushort type, byte[] data)
    {
        await using var server = new ScriptedDns((name, _) => new WireAnswer(0, new WireRecord(name, type, data)));

        Assert.Equal((LookupEnd.Malformed, 0), await AskAsync(server, type));
    }

    [Theory]
    [InlineData("xn--a.example")]
    [InlineData("xn--.example")]
    [InlineData("xn--99999999999.xn--ls8h.example")]
    [InlineData("a b.\u0007.example")]
    [InlineData("\u00FF\u00FE.example")]
    [InlineData("-.example")]
    [InlineData("")]
    public async Task Mx_ThatNamesNoHost_IsKeptAsItStands(string exchange)
    {
        await using var server = new ScriptedDns((name, _) => new WireAnswer(0, new WireRecord(name, Mx, [0, 10, .. Wire.Name(exchange)])));

        Assert.Equal((LookupEnd.Answered, 1), await AskAsync(server, Mx));
    }

    [Fact]
    public async Task Alias_ToNoHostName_IsKeptAsItStands()
    {
        await using var server = new ScriptedDns((name, _) => new WireAnswer(0, WireRecord.Alias(name, "xn--a.example")));

        var lookup = await Lookups(server).Ipv4Async(Name, Cancellation);

        Assert.Equal(LookupEnd.NoData, lookup.End);
        Assert.Equal(["xn--a.example"], lookup.Aliases);
    }

    [Fact]
    public async Task Alias_InACircle_Ends()
    {
        await using var server = new ScriptedDns((name, _) => new WireAnswer(0, WireRecord.Alias(name, "y.example"), WireRecord.Alias("y.example", name)));

        var lookup = await Lookups(server).Ipv4Async(Name, Cancellation);

        Assert.Equal((LookupEnd.NoData, "y.example,x.example"), (lookup.End, string.Join(',', lookup.Aliases)));
    }

    [Fact]
    public async Task Alias_OfEndlessLength_IsFollowedSixteenTimes()
    {
        WireRecord[] chain = [WireRecord.Alias("x.example", "n1"), .. Enumerable.Range(1, 30).Select(index => WireRecord.Alias($"n{index}", $"n{index + 1}"))];
        await using var server = new ScriptedDns((_, _) => new WireAnswer(0, chain));

        Assert.Equal(16, (await Lookups(server).Ipv4Async(Name, Cancellation)).Aliases.Length);
    }

    [Fact]
    public async Task Name_InUnicode_IsAskedAndFoundAsALabels()
    {
        var asked = new List<string>();
        await using var server = new ScriptedDns((name, _) =>
        {
            asked.Add(name);
            return new WireAnswer(0, WireRecord.Alias(name, "xn--strae-oqa.example"), WireRecord.Address("XN--strae-oqa.example", "192.0.2.1"));
        });

        var lookup = await Lookups(server).Ipv4Async(DomainName.Parse("münchen.example").Value!, Cancellation);

        Assert.Equal(["xn--mnchen-3ya.example"], asked, StringComparer.Ordinal);
        Assert.Equal(["xn--strae-oqa.example"], lookup.Aliases);
        Assert.Equal(["192.0.2.1"], lookup.Found);
    }

    [Theory]
    [InlineData("xn--mnchen-3ya.example")]
    [InlineData("xn--a.example")]
    [InlineData("MX.Example")]
    public async Task Mx_OfAnyName_IsGivenAsItStands(string exchange)
    {
        await using var server = new ScriptedDns((name, _) => new WireAnswer(0, new WireRecord(name, Mx, [0, 10, .. Wire.Name(exchange)])));

        Assert.Equal($"{exchange}.", (await Lookups(server).MxAsync(Name, Cancellation)).Found[0].Exchange);
    }

    [Fact]
    public async Task TimeToLive_OfAnAnswer_IsThatOfTheFirstToExpireOnTheWay()
    {
        await using var server = new ScriptedDns((name, _) => new WireAnswer(
            0,
            WireRecord.Alias(name, "y.example") with { TimeToLive = 30 },
            WireRecord.Address("y.example", "192.0.2.1"),
            WireRecord.Address("y.example", "192.0.2.2") with { TimeToLive = 300 }));

        var lookup = await Lookups(server).Ipv4Async(Name, Cancellation);

        Assert.Equal((TimeSpan.FromSeconds(30), 2), (lookup.TimeToLive, lookup.Found.Length));
    }

    [Fact]
    public async Task Record_OfAnotherName_DoesNotCount()
    {
        await using var server = new ScriptedDns((_, _) => new WireAnswer(0, WireRecord.Address("other.example", "192.0.2.1")));

        Assert.Equal((LookupEnd.NoData, 0), await AskAsync(server, A));
    }

    [Fact]
    public async Task Answer_WithVeryManyRecords_IsCut()
    {
        await using var server = new ScriptedDns((name, _) => new WireAnswer(0, [.. Enumerable.Range(0, 150).Select(index => WireRecord.Address(name, $"192.0.2.{index}"))]));

        Assert.Equal((LookupEnd.Answered, DnsAnswer.MostRecords), await AskAsync(server, A));
    }

    [Fact]
    public async Task Text_ThatIsNoUtf8_IsMarked()
    {
        await using var server = new ScriptedDns((name, _) => new WireAnswer(0, WireRecord.Text(name, "v=STSv1; id=\u00FF")));

        Assert.Equal("v=STSv1; id=\uFFFD", (await Lookups(server).TextAsync(Name, Cancellation)).Found[0].Joined());
    }

    [Fact]
    public async Task Tlsa_OfUnknownNumbers_IsKept()
    {
        await using var server = new ScriptedDns((name, _) => new WireAnswer(0, new WireRecord(name, Tlsa, [77, 88, 99, 1]), new WireRecord(name, Tlsa, [3, 1, 1])));

        Assert.Equal(["77 88 99 01", "3 1 1 "], (await Lookups(server).TlsaAsync(Name, Cancellation)).Found.Select(record => record.Text), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(1, "FORMERR")]
    [InlineData(4, "NOTIMP")]
    [InlineData(5, "REFUSED")]
    public async Task Code_ThatDeclines_IsKeptByItsName(byte code, string name)
    {
        await using var server = new ScriptedDns((_, _) => new WireAnswer(code));

        var lookup = await Lookups(server).Ipv4Async(Name, Cancellation);

        Assert.Equal((LookupEnd.Refused, name), (lookup.End, lookup.Detail));
    }

    private static DnsLookups Lookups(ScriptedDns server) => new(server.EndPoint, TimeProvider.System);

    private static async Task<(LookupEnd End, int Count)> AskAsync(ScriptedDns server, ushort type) => type switch
    {
        A => Sum(await Lookups(server).Ipv4Async(Name, Cancellation)),
        Mx => Sum(await Lookups(server).MxAsync(Name, Cancellation)),
        Txt => Sum(await Lookups(server).TextAsync(Name, Cancellation)),
        _ => Sum(await Lookups(server).TlsaAsync(Name, Cancellation)),
    };

    private static (LookupEnd End, int Count) Sum<T>(Lookup<T> lookup) => (lookup.End, lookup.Found.Length);
}
