using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.TlsRpt.Reports;

public sealed class PolicyVersionNoteTests
{
    private static readonly DateOnly Today = new(2026, 5, 20);
    private static readonly StsPolicy Narrow = Policy("mx1.example.org");
    private static readonly StsPolicy Wide = Policy("mx1.example.org", "mx3.example.org");
    private static readonly ServedBody[] Ledger = [Body(Narrow, new(2026, 5, 3), BodyStanding.Retired), Body(Wide, new(2026, 5, 18), BodyStanding.Current)];

    [Theory]
    [InlineData("mx3.example.org", "the policy of 3 May, which lacks mx3.example.org; today's covers it")]
    [InlineData("mx4.example.org", "the policy of 3 May, which lacks mx4.example.org")]
    [InlineData("mx1.example.org", "the policy of 3 May")]
    [InlineData(null, "the policy of 3 May")]
    public void Of_OlderPolicy_SaysWhichAndWhatItLacks(string? mx, string text) =>
        Assert.Equal(new PolicyVersionNote(VersionStanding.Older, new(2026, 5, 3), text), Note(Narrow, Ledger, mx));

    [Theory]
    [InlineData("mx3.example.org", "today's policy")]
    [InlineData("mx4.example.org", "today's policy, which lacks mx4.example.org")]
    public void Of_CurrentPolicy_SaysSo(string mx, string text) =>
        Assert.Equal(new PolicyVersionNote(VersionStanding.Current, new(2026, 5, 18), text), Note(Wide, Ledger, mx));

    [Fact]
    public void Of_PolicyOfSomebodyElse_SaysSo() => Assert.Equal(
        new PolicyVersionNote(VersionStanding.Foreign, null, "a policy that we never published, which lacks mx1.example.org; today's covers it"),
        Note(Policy("mx.example.net"), Ledger, "mx1.example.org"));

    /// <summary>On the first day itself mail may have come before the first policy was published.</summary>
    [Theory]
    [InlineData(2, VersionStanding.BeforeRecords, "a policy from before our records begin")]
    [InlineData(3, VersionStanding.BeforeRecords, "a policy from before our records begin")]
    [InlineData(4, VersionStanding.Foreign, "a policy that we never published")]
    public void Of_UnknownPolicy_IsOnlyForeignAfterTheFirstDayOfTheLedger(int day, VersionStanding standing, string text) =>
        Assert.Equal(new PolicyVersionNote(standing, null, text), Note(Policy("mx.example.net"), Ledger, null, new DateOnly(2026, 5, day)));

    [Fact]
    public void Of_KnownPolicyBeforeTheLedger_IsTheOneWeKnow() =>
        Assert.Equal(VersionStanding.Current, Note(Wide, Ledger, null, new DateOnly(2026, 5, 1)).Standing);

    [Fact]
    public void Of_NothingShown_SaysSo()
    {
        Assert.Equal(VersionStanding.NotShown, PolicyVersionNote.Of(AppliedPolicy.Of(PolicyType.Sts, []), Ledger, null, Today, Today).Standing);
        Assert.Equal(VersionStanding.OtherKind, PolicyVersionNote.Of(AppliedPolicy.Of(PolicyType.Tlsa, ["3 1 1 00"]), Ledger, null, Today, Today).Standing);
        Assert.Equal(VersionStanding.OtherKind, PolicyVersionNote.Of(AppliedPolicy.Of(PolicyType.Sts, ["nonsense"]), Ledger, null, Today, Today).Standing);
    }

    /// <summary>Published again, it is the one in force, or the later of two.</summary>
    [Fact]
    public void Of_PolicyPublishedTwice_IsTheLatest()
    {
        Assert.Equal("today's policy", Note(Narrow, [.. Ledger, Body(Narrow, new(2026, 5, 1), BodyStanding.Current)], null).Text);
        Assert.Equal("the policy of 19 May", Note(Narrow, [.. Ledger, Body(Narrow, new(2026, 5, 19), BodyStanding.Unsettled)], null).Text);
    }

    [Fact]
    public void Of_DayOfAnotherYear_IsWrittenWithIt() =>
        Assert.Equal("the policy of 31 December 2025", Note(Narrow, [Body(Narrow, new(2025, 12, 31), BodyStanding.Retired)], null).Text);

    [Fact]
    public void Of_ModeNone_LacksNothing() =>
        Assert.Equal("a policy that we never published", Note(new StsPolicy { Mode = PolicyMode.None, MaxAge = 60, Mx = [] }, Ledger, "mx1.example.org").Text);

    /// <summary>Reporters write the fields in orders of their own, and leave out what they do not know.</summary>
    [Fact]
    public void Version_SameRulesInAnotherOrder_IsTheSame()
    {
        string[] lines = ["version: STSv1", "mx: mx3.example.org", "note: x", "max_age: 604800", "mx: MX1.example.org", "mx: mx3.example.org", "mode: enforce"];

        Assert.Equal(AppliedPolicy.VersionOf(Wide), AppliedPolicy.Of(PolicyType.Sts, [.. lines]).Version);
        Assert.NotEqual(AppliedPolicy.VersionOf(Wide), AppliedPolicy.VersionOf(Narrow), StringComparer.Ordinal);
        Assert.NotEqual(AppliedPolicy.VersionOf(Wide), AppliedPolicy.VersionOf(Wide with { MaxAge = 60 }), StringComparer.Ordinal);
        Assert.NotEqual(AppliedPolicy.VersionOf(Wide), AppliedPolicy.VersionOf(Wide with { Mode = PolicyMode.Testing }), StringComparer.Ordinal);
    }

    private static PolicyVersionNote Note(StsPolicy policy, ServedBody[] ledger, string? mx, DateOnly? on = null) => PolicyVersionNote.Of(
        new AppliedPolicy(policy, AppliedPolicy.VersionOf(policy)), ledger, mx is null ? null : DomainName.Parse(mx).Value, on ?? Today, Today);

    private static StsPolicy Policy(params string[] mx) =>
        new() { Mode = PolicyMode.Enforce, MaxAge = 604_800, Mx = [.. mx.Select(pattern => MxPattern.Parse(pattern).Value!)] };

    private static ServedBody Body(StsPolicy policy, DateOnly day, BodyStanding standing) =>
        new("1", policy, new DateTimeOffset(day, new TimeOnly(12, 0), TimeSpan.Zero), standing) { Hash = "", Size = 0 };
}
