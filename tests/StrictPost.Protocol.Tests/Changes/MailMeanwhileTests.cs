using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.Changes;

/// <summary>MX that somebody changes while a change runs.</summary>
public sealed class MailMeanwhileTests
{
    private static readonly StsPolicy Enforced = ChangeScene.Policy(PolicyMode.Enforce, "mx1.example.org");
    private static readonly StsPolicy Longer = Enforced with { MaxAge = 1_000_000 };

    [Fact]
    public void Advance_MxLeavesThePolicyBeforeItIsAnnounced_AnnouncesNothing()
    {
        var change = ChangeScene.Plan(new ChangeRequest.Edit(Longer), Enforced);
        var facts = ChangeScene.Facts(Enforced).Serving(Longer, "2026050312000012345", TimeSpan.Zero);
        Assert.IsType<StepOutcome.Act>(ChangeMachine.Advance(change, facts).Next);

        var advance = ChangeMachine.Advance(change, facts with { Mail = Seen.Everywhere(ChangeScene.NewHosts, ChangeScene.Ttl) });

        Assert.Equal("change-mail-not-covered", ChangeScene.Codes(Assert.IsType<StepOutcome.Blocked>(advance.Next)));
    }

    [Fact]
    public void Advance_MxLeavesThePolicyAfterItWasAnnounced_IsNotDone()
    {
        var change = ChangeScene.Plan(new ChangeRequest.Edit(Longer), Enforced);
        var facts = ChangeScene.Facts(Enforced).Serving(Longer, "2026050312000012345", TimeSpan.Zero) with
        {
            Record = Seen.Everywhere<string?>("2026050312000012345", ChangeScene.Ttl),
        };
        var waiting = ChangeMachine.Advance(change, facts).Change;

        var advance = ChangeMachine.Advance(waiting, facts with { Now = facts.Now.AddDays(1), Mail = Seen.Everywhere(ChangeScene.NewHosts, ChangeScene.Ttl) });

        Assert.Equal("change-mail-not-covered", ChangeScene.Codes(Assert.IsType<StepOutcome.Blocked>(advance.Next)));
    }

    [Fact]
    public void Advance_MailMovesBeforeTheHorizon_SaysThatItIsRefusedAndUntilWhen()
    {
        var move = ChangeScene.Plan(new ChangeRequest.Move(ChangeScene.NewHosts, []), Enforced);
        var marks = Enumerable.Range(0, move.Steps.IndexOf(move.Steps.OfType<ChangeStep.AwaitHorizon>().Single()))
            .Select(_ => new StepMark(ChangeScene.Start, "2026050312000012345"));
        var facts = ChangeScene.Facts(Enforced) with
        {
            Ledger = [ChangeScene.Body(Enforced, Protocol.Ledger.BodyStanding.Retired)],
            Mail = Seen.Everywhere(ChangeScene.NewHosts, ChangeScene.Ttl),
        };

        var advance = ChangeMachine.Advance(move with { Marks = [.. marks] }, facts);

        var why = Assert.Single(Assert.IsType<StepOutcome.Blocked>(advance.Next).Why);
        Assert.Equal("change-mail-moved-early", why.Code);
        Assert.Contains("until 2026-05-10 12:01 UTC", why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancel_AWayBackThatIsBlocked_GivesItUpSoThatAnotherChangeCanLeadOutOfIt()
    {
        var change = ChangeScene.Plan(new ChangeRequest.Edit(Longer), Enforced) with { Kind = ChangeKind.RollBack };
        var facts = ChangeScene.Facts(Enforced);

        Assert.Equal("change-on-the-way-back", Assert.Single(ChangeReturn.Of(change, facts).Findings).Code);
        Assert.Equal(ChangeStanding.Cancelled, ChangeReturn.Of(change, facts with { Mail = Seen.Everywhere(ChangeScene.NewHosts, ChangeScene.Ttl) }).Value!.Standing);
    }

    [Fact]
    public void Forecast_OfAClosedGateThatNobodyCanDate_TakesItsDaysAtLeast()
    {
        var testing = ChangeScene.Policy(PolicyMode.Testing, "mx1.example.org");
        var promote = ChangeScene.Plan(new ChangeRequest.Promote(GateTerms.Usual, null), testing);
        var closed = new GateResult([Protocol.Findings.ChangeFindings.Nothing.Found()], null, []);

        Assert.True(ChangeForecast.ExpectedEndOf(promote, ChangeScene.Facts(testing) with { Gate = closed }) >= ChangeScene.Start.AddDays(14));
    }
}
