using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.Changes;

public sealed class ChangeMachineTests
{
    private const string NewId = "2026050312000022222";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly StsPolicy Enforced = ChangeScene.Policy(PolicyMode.Enforce, "mx1.example.org");
    private static readonly StsPolicy Testing = ChangeScene.Policy(PolicyMode.Testing, "mx1.example.org");
    private static readonly StsPolicy Longer = Enforced with { MaxAge = 1_209_600 };
    private static readonly ChangeFacts AtRest = ChangeScene.Facts(Enforced);
    private static readonly ChangeFacts Shown = AtRest.Serving(Longer, NewId, Minute);
    private static readonly Change Edit = ChangeScene.Plan(new ChangeRequest.Edit(Longer), Enforced);
    private static readonly GateResult Closed = new([ChangeFindings.NeedsProof.Found("example.org")], new DateTimeOffset(2026, 5, 17, 0, 0, 0, TimeSpan.Zero), []);
    private static readonly GateResult Open = new([], null, []);

    [Fact]
    public void Advance_BodyNotSeenAtEveryAddress_DoesNotAnnounce()
    {
        var halfWay = Shown with { Served = Seen.Of<string?>([Longer.ToBody(), Enforced.ToBody()], TimeSpan.Zero) };

        var advance = ChangeMachine.Advance(Edit, halfWay);

        Assert.IsType<ChangeStep.Serve>(advance.Change.Current);
        Assert.Equal("change-policy-not-served", ChangeScene.Codes(advance.Next));
    }

    [Fact]
    public void Advance_BodySeenEverywhere_AnnouncesInPlaceOfTheOldId()
    {
        var advance = ChangeMachine.Advance(Edit, Shown);

        var announce = Assert.IsType<ChangeAction.Announce>(Assert.IsType<StepOutcome.Act>(advance.Next).Action);
        Assert.Equal(NewId, announce.Id);
        Assert.Equal([ChangeScene.OldId], announce.InPlaceOf);
    }

    [Fact]
    public void Advance_IdSeenEverywhere_WaitsForTheTimeToLiveAndEnds()
    {
        var announced = Shown with { Record = Seen.Everywhere<string?>(NewId, ChangeScene.Ttl) };

        var waiting = ChangeMachine.Advance(Edit, announced);
        var done = ChangeMachine.Advance(waiting.Change, announced with { Now = announced.Now + ChangeScene.Ttl });

        Assert.Equal(announced.Now + ChangeScene.Ttl, Assert.IsType<StepOutcome.Wait>(waiting.Next).Until);
        Assert.Equal(ChangeStanding.Done, done.Change.Standing);
    }

    [Fact]
    public void Advance_LongerTimeToLiveSeenMeanwhile_WaitsForThat()
    {
        var announced = Shown with { Record = Seen.Everywhere<string?>(NewId, TimeSpan.FromHours(6)) };

        var waiting = ChangeMachine.Advance(Edit, announced);

        Assert.Equal(announced.Now + TimeSpan.FromHours(6), Assert.IsType<StepOutcome.Wait>(waiting.Next).Until);
    }

    [Fact]
    public void Advance_RecordEditedByHand_StopsAndOverwritesNothing()
    {
        var edited = Shown with { Record = Seen.Everywhere<string?>("20260503", ChangeScene.Ttl) };

        Assert.Equal("change-record-edited", ChangeScene.Codes(Assert.IsType<StepOutcome.Blocked>(ChangeMachine.Advance(Edit, edited).Next)));
    }

    [Fact]
    public void Advance_OldIdBackWhileCachesExpire_AnnouncesAgain()
    {
        var waiting = ChangeMachine.Advance(Edit, Shown with { Record = Seen.Everywhere<string?>(NewId, ChangeScene.Ttl) });

        var back = ChangeMachine.Advance(waiting.Change, Shown with { Now = Shown.Now + Minute });

        Assert.IsType<ChangeStep.Announce>(back.Change.Current);
        Assert.IsType<StepOutcome.Act>(back.Next);
    }

    /// <summary>Some senders fetched the old policy for it, and would never ask again.</summary>
    [Fact]
    public void Advance_ElsewhereIdFromBeforeTheBodyWasEverywhere_DemandsAnother()
    {
        var elsewhere = Edit with { Place = PolicyPlace.Elsewhere };
        var early = Shown with { Hosted = null, Record = Seen.Everywhere<string?>("early", ChangeScene.Ttl) };

        var advance = ChangeMachine.Advance(elsewhere, early);

        var announce = Assert.IsType<ChangeAction.Announce>(Assert.IsType<StepOutcome.Act>(advance.Next).Action);
        Assert.True(PolicyId.Fits(announce.Id, Longer.ToBody()));
    }

    [Fact]
    public void Advance_GateClosed_WaitsForItsDate()
    {
        var promote = ChangeScene.Plan(new ChangeRequest.Promote(GateTerms.Usual, null), Testing);

        var advance = ChangeMachine.Advance(promote, ChangeScene.Facts(Testing) with { Gate = Closed });

        Assert.Equal(Closed.Earliest, Assert.IsType<StepOutcome.Wait>(advance.Next).Until);
    }

    [Fact]
    public void Advance_GateThatClosesWhileCachesExpire_GoesBackToIt()
    {
        var promote = ChangeScene.Plan(new ChangeRequest.Promote(GateTerms.Usual, null), Testing);
        var facts = ChangeScene.Facts(Testing) with { Gate = Open };
        var waiting = ChangeMachine.Advance(promote, facts);

        var later = ChangeMachine.Advance(waiting.Change, facts with { Now = facts.Now + ChangeScene.Ttl, Gate = Closed });

        Assert.IsType<ChangeStep.AwaitMail>(waiting.Change.Current);
        Assert.IsType<ChangeStep.PassGate>(later.Change.Current);
    }

    /// <summary>A process that died after the wait had ended, and a host that came and went since: it is in caches.</summary>
    [Fact]
    public void Advance_HostThatIsNotNamedBeforeThePolicyIsServed_WaitsForCachesAgain()
    {
        var promote = ChangeScene.Plan(new ChangeRequest.Promote(GateTerms.Usual, null), Testing);
        var facts = ChangeScene.Facts(Testing) with { Gate = Open };
        var atServe = ChangeMachine.Advance(ChangeMachine.Advance(promote, facts).Change, facts with { Now = facts.Now + ChangeScene.Ttl });
        var strange = ChangeMachine.Advance(atServe.Change, facts with { Now = facts.Now + (2 * ChangeScene.Ttl), Mail = Seen.Everywhere(ChangeScene.NewHosts, ChangeScene.Ttl) });

        var after = ChangeMachine.Advance(strange.Change, facts with { Now = facts.Now + (2 * ChangeScene.Ttl) + Minute });

        Assert.IsType<ChangeStep.Serve>(atServe.Change.Current);
        Assert.Equal("change-mail-not-covered", ChangeScene.Codes(strange.Next));
        Assert.IsType<ChangeStep.AwaitMail>(after.Change.Current);
    }

    [Fact]
    public void Advance_MoveBeforeTheHorizon_NamesTheDay()
    {
        var move = ChangeScene.Plan(new ChangeRequest.Move(ChangeScene.NewHosts, []), Enforced);
        var wide = ChangeScene.Policy(PolicyMode.Enforce, "mx1.example.org", "mx9.example.net");
        var facts = AtRest.Serving(wide, NewId, Minute) with
        {
            Record = Seen.Everywhere<string?>(NewId, TimeSpan.Zero),
            Ledger = [ChangeScene.Body(Enforced, BodyStanding.Retired), ChangeScene.Body(wide, BodyStanding.Current)],
        };

        var advance = ChangeMachine.Advance(ChangeMachine.Advance(move, facts).Change, facts with { Now = facts.Now + ChangeScene.Ttl });

        Assert.IsType<ChangeStep.AwaitHorizon>(advance.Change.Current);
        Assert.Equal(ChangeScene.Start.AddDays(7) + ServedBody.LongestFetch, Assert.IsType<StepOutcome.Wait>(advance.Next).Until);
    }

    [Fact]
    public void Advance_LastStepOfLeavingWithoutSightOfTheRecord_Waits()
    {
        var leave = ChangeScene.Plan(new ChangeRequest.Leave(), Enforced);
        var last = leave with { Marks = [.. leave.Steps.SkipLast(1).Select(_ => new StepMark(ChangeScene.Start, null))] };

        var advance = ChangeMachine.Advance(last, AtRest with { Record = Seen.Nowhere<string?>("no server answered") });

        Assert.Equal("change-not-seen", ChangeScene.Codes(advance.Next));
    }
}
