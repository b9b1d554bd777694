using StrictPost.Engine.Changes;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.EndToEnd.Tests.Changing;

/// <summary>Changes over a real zone with two servers, from the first policy to the last, with the days moved by a clock.</summary>
public sealed class ChangeOverKnotTests : IAsyncLifetime
{
    private OwnerZone? _zone;
    private ChangingHere? _here;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ChangingHere Here => _here!;

    private OwnerZone Zone => _zone!;

    public async ValueTask InitializeAsync()
    {
        _zone = await OwnerZone.StartAsync();
        _here = await ChangingHere.StartAsync(_zone);
    }

    public async ValueTask DisposeAsync()
    {
        if (_here is not null)
            await _here.DisposeAsync();
        if (_zone is not null)
            await _zone.DisposeAsync();
    }

    [Fact]
    public async Task Domain_FromItsFirstPolicyToItsLast_IsLedInOrderAndWithoutLosingADay()
    {
        var first = await EndAsync(await Here.BeginAsync(_ => new ChangeRequest.Edit(Policy(PolicyMode.Testing, "mx1.owner.test"))));
        Assert.Equal(1, await UpdatesAsync(first));

        var promoted = await EndAsync(await Here.BeginAsync(_ => new ChangeRequest.Promote(GateTerms.Usual, null), "read by hand"));
        Assert.True(promoted.LastMark - promoted.StartedAt >= TimeSpan.FromSeconds(OwnerZone.MailTtl + OwnerZone.RecordTtl));

        var moved = await MoveAsync();
        var left = await EndAsync(await Here.BeginAsync(_ => new ChangeRequest.Leave()));

        Assert.True(left.LastMark - left.StartedAt >= TimeSpan.FromDays(1));
        Assert.Empty(await Zone.DigAsync("127.0.0.2", "_mta-sts.owner.test", "TXT"));
        Assert.Null(await new Engine.Storage.DomainStore(Here.Database).FindAsync(ChangingHere.Domain, Cancellation));
        Assert.Equal("Leave Move Promote Edit", string.Join(' ', (await Here.Changes.HistoryAsync(ChangingHere.Domain, Cancellation)).Select(change => change.Change.Kind)));
        Assert.True(moved.LastMark > promoted.LastMark);
    }

    [Fact]
    public async Task Change_WhoseProcessDiesAtRandom_IsDoneOnceAndInOrder()
    {
        var random = new Random(8461);
        await EndAsync(await Here.BeginAsync(_ => new ChangeRequest.Edit(Policy(PolicyMode.Testing, "mx1.owner.test"))));
        uint before = await Zone.SerialAsync();
        const int changes = 5;
        for (int i = 1; i <= changes; i++)
        {
            int maxAge = 86_400 + i;
            var change = await Here.BeginAsync(policy => new ChangeRequest.Edit(policy! with { MaxAge = maxAge }));
            var ended = await Here.LeadAsync(change, stored => DyingLookAsync(stored, random));
            Assert.Equal(ChangeStanding.Done, ended.Change.Change.Standing);
            var events = await Here.Changes.EventsAsync(change.Id, Cancellation);
            Assert.Equal(events.Select(item => item.Text).Distinct(StringComparer.Ordinal).Count(), events.Count);
        }

        Assert.Equal(before + changes, await Zone.SerialAsync());
        Assert.Equal(changes + 1, (await new Engine.Storage.Ledger.LedgerStore(Here.Database).ReadAsync(ChangingHere.Domain, Cancellation)).Bodies.Count);
    }

    [Fact]
    public async Task Change_OfARecordThatSomebodyEditsMeanwhile_StopsAndOverwritesNothing()
    {
        await EndAsync(await Here.BeginAsync(_ => new ChangeRequest.Edit(Policy(PolicyMode.Testing, "mx1.owner.test"))));
        var change = await Here.BeginAsync(policy => new ChangeRequest.Edit(policy! with { MaxAge = 86_401 }));
        await Zone.EditAsync("update delete _mta-sts.owner.test TXT", "update add _mta-sts.owner.test 60 TXT \"v=STSv1; id=byhand;\"");

        var look = await Here.LeadAsync(change);

        var why = Assert.Single(Assert.IsType<StepOutcome.Blocked>(look.Next).Why);
        Assert.Equal("change-record-edited", why.Code);
        Assert.Contains("byhand", why.Message, StringComparison.Ordinal);
        Assert.Contains("byhand", look.Change.Trouble!, StringComparison.Ordinal);
        Assert.Equal(["\"v=STSv1; id=byhand;\""], await Zone.DigAsync("127.0.0.1", "_mta-sts.owner.test", "TXT"));
    }

    [Fact]
    public async Task Change_OfARecordWithSomebodysNoteAtTheSameId_OverwritesNothing()
    {
        var first = await EndAsync(await Here.BeginAsync(_ => new ChangeRequest.Edit(Policy(PolicyMode.Testing, "mx1.owner.test"))));
        string noted = $"v=STSv1; id={first.AnnouncedId}; note=byhand;";
        await Zone.EditAsync("update delete _mta-sts.owner.test TXT", $"update add _mta-sts.owner.test 300 TXT \"{noted}\"");

        var look = await Here.LeadAsync(await Here.BeginAsync(policy => new ChangeRequest.Edit(policy! with { MaxAge = 86_401 })));

        Assert.Contains("note=byhand", look.Problem, StringComparison.Ordinal);
        Assert.Equal($"\"{noted}\"", Assert.Single(await Zone.DigAsync("127.0.0.1", "_mta-sts.owner.test", "TXT")));
    }

    [Fact]
    public async Task Change_ThatIsCancelledAfterItWasAnnounced_GoesBackWithANewId()
    {
        await EndAsync(await Here.BeginAsync(_ => new ChangeRequest.Edit(Policy(PolicyMode.Testing, "mx1.owner.test"))));
        var change = await Here.BeginAsync(policy => new ChangeRequest.Edit(policy! with { MaxAge = 3600 }));
        ChangeLook look;
        do
        {
            look = await Here.Runner().LookAsync(change, Cancellation);
            change = look.Change;
            await Here.PassAsync();
        }
        while (change.Change.Marks.Length < 2);
        var facts = await Here.Observer.LookAsync(ChangingHere.Domain, PolicyPlace.Here, ChangeQuestions.None, Cancellation);
        var back = ChangeReturn.Of(change.Change, facts).Value!;
        var stored = change with { Change = back };
        Assert.True(await Here.Changes.SaveAsync(change, stored, ["Cancelled."], Cancellation));

        var ended = await EndAsync(stored);

        Assert.Equal(ChangeKind.RollBack, ended.Kind);
        Assert.Equal(86_400, (await new Engine.Storage.DomainStore(Here.Database).FindAsync(ChangingHere.Domain, Cancellation))!.Settings.Policy.MaxAge);
    }

    private static StsPolicy Policy(PolicyMode mode, params string[] mx) =>
        new() { Mode = mode, MaxAge = 86_400, Mx = [.. mx.Select(pattern => MxPattern.Parse(pattern).Value!)] };

    /// <summary>MX follows when every old policy has expired, and not before.</summary>
    private async Task<Change> MoveAsync()
    {
        var hosts = new MailHostSet([DomainName.Parse("mx2.owner.test").Value!]);
        var change = await Here.BeginAsync(_ => new ChangeRequest.Move(hosts, []), "no mail host runs here");
        var asked = await Here.LeadAsync(change);
        Assert.IsType<StepOutcome.Act>(asked.Next);
        Assert.Equal("owner.test. IN MX 10 mx2.owner.test.", Assert.Single(asked.Task!.Lines));
        var horizon = asked.Change.Change.Marks[3].At;
        Assert.True(horizon - asked.Change.Change.Marks[0].At >= TimeSpan.FromDays(1), "The old policy lives for a day.");
        await Zone.EditAsync("update delete owner.test MX", $"update add owner.test {OwnerZone.MailTtl} MX 10 mx2.owner.test");
        var ended = await EndAsync(asked.Change);
        Assert.Equal("mx2.owner.test", Assert.Single((await new Engine.Storage.DomainStore(Here.Database).FindAsync(ChangingHere.Domain, Cancellation))!.Settings.Policy.Mx).Text);
        return ended;
    }

    private async Task<Change> EndAsync(StoredChange change)
    {
        var look = await Here.LeadAsync(change);
        Assert.True(look.Change.Change.Standing == ChangeStanding.Done, $"{look.Change.Change.Current}: {look.Next} {look.Problem}");
        return look.Change.Change;
    }

    private async Task<int> UpdatesAsync(Change change) =>
        (await Here.Changes.EventsAsync((await Here.Changes.HistoryAsync(change.Domain, Cancellation))[0].Id, Cancellation)).Count(item => item.Text.StartsWith("Published", StringComparison.Ordinal));

    /// <summary>A look that is given up at a random moment, as when its process dies; what it kept and did stays.</summary>
    private async Task<ChangeLook> DyingLookAsync(StoredChange stored, Random random)
    {
        using var death = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        death.CancelAfter(random.Next(1, 250));
        try
        {
            return await Here.Runner().LookAsync(stored, death.Token);
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            var kept = (await Here.Changes.FindAsync(stored.Id, Cancellation))!;
            return new ChangeLook(kept, null!, new StepOutcome.Wait(null, []), null, null);
        }
    }
}
