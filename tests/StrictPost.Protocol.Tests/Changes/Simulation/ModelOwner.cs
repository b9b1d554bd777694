using StrictPost.Protocol.Changes;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>Does what a change asks for, some time later; and now and then what nobody asked for.</summary>
internal sealed class ModelOwner(ModelWorld world)
{
    private Action? _task;
    private string? _asked;

    /// <summary>When it does what it was asked for last.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    public bool IsBusy => _task is not null;

    /// <summary>What was asked for before and not done yet is forgotten; asking twice is asking once.</summary>
    public void Ask(ChangeAction action)
    {
        switch (action)
        {
            case ChangeAction.Serve serve:
                Take($"serve {serve.Policy}", () => world.Serve(serve.Policy));
                break;
            case ChangeAction.Announce announce:
                Take($"announce {announce.Id}", () => world.PutRecord(IdOfOwnChoice() ?? announce.Id));
                break;
            case ChangeAction.MoveMail move:
                Take($"move {move.Hosts}", () => world.PutMail(MailHostPool.Bits(move.Hosts)));
                break;
            case ChangeAction.Withdraw:
                Take("withdraw", () => world.PutRecord(null));
                break;
            default:
                Take("stop", () => world.Serve(null));
                break;
        }
    }

    public void Take(string asked, Action task)
    {
        if (_asked == asked)
            return;
        (_asked, _task) = (asked, task);
        DueAt = world.Now + ModelEyes.LongestLook + 1 + world.Chance.Spell(12 * ModelWorld.Hour);
    }

    public void Act()
    {
        var task = _task!;
        Forget();
        task();
    }

    public void Forget() => (_task, _asked, DueAt) = (null, null, long.MaxValue);

    /// <summary>Who serves elsewhere may count ids in another way than we propose.</summary>
    private string? IdOfOwnChoice() => world.Place == PolicyPlace.Elsewhere && world.Chance.Happens(30) ? $"own{world.PastIds.Count}" : null;
}
