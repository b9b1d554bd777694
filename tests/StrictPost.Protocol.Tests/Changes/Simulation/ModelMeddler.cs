using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>
/// What happens of itself while a change runs: edits by hand, other TTLs, a change of mind; and the owner who mends what a change stops for.
/// Each is done right after a look and stays until it was seen: what nobody can see, no program can allow for.
/// </summary>
internal sealed class ModelMeddler(ModelWorld world, ModelOwner owner, ModelProgram program)
{
    private bool _goesBack;

    /// <summary>Until then somebody may have an answer with a TTL that a change could not see that begins now.</summary>
    public long TtlSettlesAt { get; private set; }

    public void AfterLook()
    {
        if (program.NextLook == long.MaxValue)
            return;
        Mend();
        if (world.IsCalm)
            return;
        if (world.Chance.Happens(3) && !owner.IsBusy && IsSeen(world.Record.SettledAt) && IsRecordAhead())
            EditRecord();
        if (world.Chance.Happens(program.Change.Kind == ChangeKind.Move ? 15 : 4) && !owner.IsBusy)
            EditMail();
        if (world.Chance.Happens(4) && !owner.IsBusy)
            EditTtls();
        if (world.Chance.Happens(_goesBack ? 50 : 3) && IsSeen(world.Mail.SettledAt) && IsSeen(world.Record.SettledAt))
        {
            _goesBack = false;
            program.Cancel();
        }
    }

    /// <summary>Other mail hosts, of which no policy that anybody may hold forbids one.</summary>
    public void MoveFreely(StsPolicy? policy)
    {
        int allowed = world.Ledger.Permits(world);
        if (policy is not null && world.Chance.Happens(60))
            allowed &= MailHostPool.CoveredBy(policy);
        int hosts = allowed & MailHostPool.AnySet(world.Chance);
        PutUp(hosts, everywhereAtOnce: world.Chance.Happens(50));
    }

    /// <summary>True when the last look came late enough to see it everywhere.</summary>
    private bool IsSeen(long settledAt) => settledAt + ModelEyes.LongestLook < world.Now;

    private bool IsRecordAhead() => program.Change.Steps.Skip(program.Change.Marks.Length).Any(step => step is ChangeStep.AwaitRecord or ChangeStep.StopServing);

    private void Mend()
    {
        if (program.Next is StepOutcome.Blocked { Why: [var why, ..] })
        {
            if (why.Kind == ChangeFindings.RecordEdited)
                owner.Take("put back", PutBack);
            else if (program.Change.Steps.OfType<ChangeStep.Serve>().FirstOrDefault() is { } serve)
                owner.Take("cover", () => Cover(serve.Policy));
        }

        if (program.Change.Current is ChangeStep.PassGate && world.Chance.Happens(30))
            world.Hosts.MendAll();
    }

    /// <summary>To an id that the change knows, if it still waits for that.</summary>
    private void PutBack()
    {
        if (program.Next is StepOutcome.Blocked)
            world.PutRecord(program.Change.Current is ChangeStep.Withdraw ? null : program.Change.AnnouncedId ?? program.Change.IdsBefore.FirstOrDefault());
    }

    private void Cover(StsPolicy policy)
    {
        int hosts = world.Ledger.Permits(world) & MailHostPool.CoveredBy(policy);
        if (hosts != 0)
            world.PutMail(hosts);
    }

    private void EditRecord()
    {
        // Whoever publishes a record in the moment in which the policy goes leads senders to nothing, and cannot be seen in time.
        if (program.Change.Current is ChangeStep.StopServing)
            return;
        string id = world.PastIds.Count > 0 && world.Place == PolicyPlace.Here && world.Chance.Happens(40)
            ? world.PastIds[world.Chance.Below(world.PastIds.Count)]
            : $"hand{world.PastIds.Count}";
        if (world.Place == PolicyPlace.Here && !program.Change.Knows(id) && id != world.Hosted?.Id)
            world.ByHand.Add(id);
        world.Strays.Add(id);
        TtlSettlesAt = Math.Max(TtlSettlesAt, world.Now + world.Record.Newest.Ttl);
        world.PutRecord(id, everywhereAtOnce: true);
    }

    /// <summary>Before a stricter policy is served, the owner puts up a host that it does not name; or does not like the new ones, and goes back.</summary>
    private void EditMail()
    {
        var change = program.Change;
        if (change.Current is ChangeStep.PassGate or ChangeStep.SeeMail or ChangeStep.AwaitMail
            && !change.Steps.Any(step => step is ChangeStep.MoveMail)
            && change.Steps.OfType<ChangeStep.Serve>().FirstOrDefault() is { } serve && world.Served.Newest?.Policy != serve.Policy)
        {
            if (world.Chance.Happens(30) && change.Kind == ChangeKind.Promote && !world.Ledger.IsEnforced(world))
                world.Hosts.Spoil(world.Chance.Below(MailHostPool.Count));
            else
                PutUp(world.Ledger.Permits(world) & MailHostPool.AnySet(world.Chance));
        }
        else if (change is { Kind: ChangeKind.Move, Current: ChangeStep.AwaitMail or ChangeStep.MoveMail } && change.MailBefore is [var before])
        {
            _goesBack = world.Mail.Newest.Hosts != MailHostPool.Bits(before);
            PutUp(MailHostPool.Bits(before) & world.Ledger.Permits(world));
        }
    }

    private void PutUp(int hosts, bool everywhereAtOnce = true)
    {
        if (hosts == 0)
            return;
        if (world.Ledger.IsEnforced(world))
            world.Hosts.MendAll();
        world.PutMail(hosts, everywhereAtOnce);
    }

    private void EditTtls()
    {
        bool isKnown = program.Change.RecordLife >= TimeSpan.FromSeconds(world.RecordTtl) && program.Change.MailLife >= TimeSpan.FromSeconds(world.MailTtl);
        if (!isKnown)
            return;
        TtlSettlesAt = Math.Max(TtlSettlesAt, world.Now + Math.Max(world.RecordTtl, world.MailTtl));
        world.ChangeTtls(world.AnyTtl(), world.AnyTtl());
    }
}
