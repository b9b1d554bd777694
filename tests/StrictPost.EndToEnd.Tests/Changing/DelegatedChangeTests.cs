using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.EndToEnd.Tests.Changing;

/// <summary>A domain whose owner has set three aliases, and nothing else ever.</summary>
public sealed class DelegatedChangeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Domain_WithThreeAliases_GoesFromAddToEnforceToLeaveWithoutAnEditOfItsZone()
    {
        await using var zone = await OwnerZone.StartAsync(isDelegated: true);
        await using var here = await ChangingHere.StartAsync(zone);
        uint untouched = await zone.SerialAsync();
        await EnrolAsync(here);
        await here.DelegateAsync();
        Assert.Equal(["127.0.0.1"], (await zone.DigAsync("127.0.0.1", "mta-sts.owner.test.sts.test", "A")));
        Assert.Equal(["\"v=TLSRPTv1; rua=mailto:all@example.net;\""], await zone.DigAsync("127.0.0.1", "_smtp._tls.owner.test.sts.test", "TXT"));

        await EndAsync(here, policy => new ChangeRequest.Edit(policy!));
        await EndAsync(here, _ => new ChangeRequest.Promote(GateTerms.Usual, null), "read by hand");
        Assert.Contains((await new DomainStore(here.Database).FindAsync(ChangingHere.Domain, Cancellation))!.PolicyId, Assert.Single(await zone.DigAsync("127.0.0.1", "_mta-sts.owner.test.sts.test", "TXT")), StringComparison.Ordinal);
        await EndAsync(here, _ => new ChangeRequest.Leave());

        Assert.Empty(await zone.DigAsync("127.0.0.1", "_mta-sts.owner.test.sts.test", "TXT"));
        Assert.Empty(await zone.DigAsync("127.0.0.1", "mta-sts.owner.test.sts.test", "A"));
        Assert.Empty(await zone.DigAsync("127.0.0.1", "_smtp._tls.owner.test.sts.test", "TXT"));
        Assert.Equal(untouched, await zone.SerialAsync());
    }

    private static async Task EnrolAsync(ChangingHere here)
    {
        await using var transaction = await new DomainStore(here.Database).BeginAsync(Cancellation);
        await transaction.SaveAsync(
            new DomainSettings(ChangingHere.Domain, new StsPolicy { Mode = PolicyMode.Testing, MaxAge = 3600, Mx = [MxPattern.Parse("mx1.owner.test").Value!] }), Cancellation);
        await transaction.CommitAsync(Cancellation);
        await here.PassAsync();
    }

    private static async Task EndAsync(ChangingHere here, Func<StsPolicy?, ChangeRequest> request, string? reason = null)
    {
        StoredChange change = await here.BeginAsync(request, reason);
        var look = await here.LeadAsync(change);
        Assert.True(look.Change.Change.Standing == ChangeStanding.Done, $"{look.Change.Change.Current}: {look.Next} {look.Problem}");
    }
}
