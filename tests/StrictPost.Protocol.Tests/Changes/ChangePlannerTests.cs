using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.Changes;

public sealed class ChangePlannerTests
{
    private static readonly StsPolicy Enforced = ChangeScene.Policy(PolicyMode.Enforce, "mx1.example.org");
    private static readonly StsPolicy Testing = ChangeScene.Policy(PolicyMode.Testing, "mx1.example.org");

    [Fact]
    public void Plan_EnforceWithoutProof_IsRefused() =>
        Assert.Equal("change-needs-proof", Refusal(new ChangeRequest.Edit(Enforced), Testing, ChangeScene.Facts(Testing)));

    [Fact]
    public void Plan_PatternDroppedThatMxNeeds_IsRefused() =>
        Assert.Equal("change-mail-not-covered", Refusal(new ChangeRequest.Edit(ChangeScene.Policy(PolicyMode.Enforce, "mx9.example.net")), Enforced, ChangeScene.Facts(Enforced)));

    [Fact]
    public void Plan_PromoteWhatIsNotTested_IsRefused()
    {
        var none = ChangeScene.Policy(PolicyMode.None, "mx1.example.org");

        Assert.Equal("change-not-testing", Refusal(new ChangeRequest.Promote(GateTerms.Usual, null), none, ChangeScene.Facts(none)));
    }

    [Fact]
    public void Plan_LeaveWithoutAPolicy_IsRefused() =>
        Assert.Equal("change-no-policy", Refusal(new ChangeRequest.Leave(), null, ChangeScene.Facts(Enforced)));

    [Fact]
    public void Plan_WhatIsSoAlready_IsNothing() =>
        Assert.Equal("change-nothing", Refusal(new ChangeRequest.Edit(Enforced), Enforced, ChangeScene.Facts(Enforced)));

    /// <summary>For how long caches keep it could not be found out later.</summary>
    [Fact]
    public void Plan_NoSightOfRecordOrMx_IsRefused()
    {
        var facts = ChangeScene.Facts(Enforced);
        var request = new ChangeRequest.Leave();

        Assert.Equal("change-not-seen", Refusal(request, Enforced, facts with { Record = Seen.Nowhere<string?>("no server answered") }));
        Assert.Equal("change-not-seen", Refusal(request, Enforced, facts with { Mail = Seen.Nowhere<MailHostSet>("no server answered") }));
    }

    [Fact]
    public void Plan_MoveUnderAPolicyThatWasNeverAnnounced_AnnouncesIt()
    {
        var wildcard = ChangeScene.Policy(PolicyMode.Testing, "*.example.org");
        var facts = ChangeScene.Facts(wildcard) with { Record = Seen.Everywhere<string?>(null, ChangeScene.Ttl) };

        var change = ChangePlanner.Plan(new ChangeRequest.Move(ChangeScene.Hosts("mx2.example.org"), []), ChangeScene.Basis(wildcard, facts)).Value!;

        Assert.Contains(change.Steps, step => step is ChangeStep.Announce);
    }

    [Fact]
    public void Return_BeforeAnythingWasServed_EndsIt()
    {
        var change = ChangeScene.Plan(new ChangeRequest.Edit(Enforced with { MaxAge = 86_400 }), Enforced);

        Assert.Equal(ChangeStanding.Cancelled, ChangeReturn.Of(change, ChangeScene.Facts(Enforced)).Value!.Standing);
    }

    /// <summary>The new id is on its way; the way back must not take it for a stranger's.</summary>
    [Fact]
    public void Return_WhileTheIdIsOnItsWay_KnowsIt()
    {
        var target = Enforced with { MaxAge = 86_400 };
        var facts = ChangeScene.Facts(Enforced).Serving(target, "2026050312000022222", TimeSpan.FromMinutes(1));
        var change = ChangeMachine.Advance(ChangeScene.Plan(new ChangeRequest.Edit(target), Enforced), facts).Change;

        var back = ChangeReturn.Of(change, facts).Value!;

        Assert.Equal(ChangeKind.RollBack, back.Kind);
        Assert.True(back.Knows("2026050312000022222"));
    }

    [Fact]
    public void Return_AfterMailMoved_IsRefused()
    {
        var change = ChangeScene.Plan(new ChangeRequest.Move(ChangeScene.NewHosts, []), Enforced);

        var back = ChangeReturn.Of(change, ChangeScene.Facts(Enforced) with { Mail = Seen.Everywhere(ChangeScene.NewHosts, ChangeScene.Ttl) });

        Assert.Equal("change-past-return", Assert.Single(back.Findings).Code);
    }

    private static string Refusal(ChangeRequest request, StsPolicy? policy, ChangeFacts facts)
    {
        var plan = ChangePlanner.Plan(request, ChangeScene.Basis(policy, facts));
        Assert.Null(plan.Value);
        return plan.Findings[0].Code;
    }
}
