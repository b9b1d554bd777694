using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.Findings;

public sealed class FindingTests
{
    [Fact]
    public void Message_BracesInTheInput_StayWhatTheyAre() => Assert.Equal(
        "The line `{expected}` is not of the form `key: value`.",
        PolicyFindings.LineWithoutColon.Found("{expected}").Message);

    [Fact]
    public void Message_ParticularNotGiven_LeavesNoPlaceholder() =>
        Assert.Equal("The record starts with `` instead of ``.", RecordFindings.Version.Found().Message);

    [Fact]
    public void Message_Host_IsFilledIn() => Assert.Equal(
        "`mx1.example.org` and no more.", new Finding(Kind("`{host}` and no more.")) { Host = "mx1.example.org" }.Message);

    [Fact]
    public void Message_Effect_FollowsWhatIsWrong() =>
        Assert.Equal("It is so. Mail flows.", (Kind("It is so.").Found() with { Effect = "Mail flows." }).Message);

    [Fact]
    public void Message_UnknownPlaceholder_IsABug() =>
        Assert.Throws<InvalidOperationException>(() => Kind("{other}").Found().Message);

    [Fact]
    public void Value_LongInput_IsCut()
    {
        var finding = RecordFindings.ExtensionName.Found(new string('n', 1_000));
        Assert.Equal(new string('n', Finding.LongestQuote) + "…", finding.Value);
    }

    [Fact]
    public void Value_CutInsideACharacter_LosesTheWholeCharacter()
    {
        string text = new string('n', Finding.LongestQuote - 1) + "🙂🙂";
        Assert.Equal(new string('n', Finding.LongestQuote - 1) + "…", RecordFindings.ExtensionName.Found(text).Value);
    }

    [Fact]
    public void Right_WholeText_StaysTheWholeText()
    {
        Assert.Equal(Place.Whole, Place.Whole.Right(3));
        Assert.Equal(new Place(2, 4), new Place(2, 1).Right(3));
    }

    [Theory]
    [InlineData("v=STSv1; id=a; x=1", true)]
    [InlineData("v=STSv1 ; id=a", true)]
    [InlineData("v=STSv1; id=", false)]
    public void IsValid_OnlyErrors_CountAgainst(string record, bool valid) => Assert.Equal(valid, StsRecord.Parse(record).IsValid);

    [Fact]
    public void ToString_Kind_IsItsCode() => Assert.Equal("record-empty", RecordFindings.Empty.ToString());

    private static FindingKind Kind(string message) =>
        new("test-only", Severity.Info, "RFC 8461 §3.1") { Message = message, Fix = message, Why = message };
}
