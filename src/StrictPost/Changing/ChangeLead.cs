using StrictPost.CommandLine;
using StrictPost.Engine.Changes;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;

namespace StrictPost.Changing;

/// <summary>Leads a change on from the command line, as far as it goes within somebody's patience. A running server that does the same is no hindrance.</summary>
internal sealed class ChangeLead(Database database, ChangeRunner runner, Terminal terminal)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly ChangeStore _store = new(database);
    private readonly Leases _leases = new(database, $"change-{Guid.NewGuid():N}");

    /// <summary>To the end, or to a wait that is longer than the patience.</summary>
    public async Task<ChangeLook> GoAsync(StoredChange stored, TimeSpan patience, CancellationToken cancellation)
    {
        var end = TimeProvider.System.GetUtcNow() + patience;
        string told = "";
        while (true)
        {
            var look = await LookAsync(stored, end, cancellation);
            stored = look.Change;
            told = Tell(look, told);
            if (IsOver(look, end))
                return look;
            await Task.Delay(Pause, cancellation);
        }
    }

    private static bool IsOver(ChangeLook look, DateTimeOffset end) => look.Change.Change.Standing != ChangeStanding.Running
        || look.Next is StepOutcome.Blocked
        || look.Problem is not null
        || TimeProvider.System.GetUtcNow() > end
        || (look.Next is StepOutcome.Wait { Until: { } until } && until > end)
        || (look.Task is not null && end - TimeProvider.System.GetUtcNow() < TimeSpan.FromSeconds(31));

    private async Task<ChangeLook> LookAsync(StoredChange stored, DateTimeOffset end, CancellationToken cancellation)
    {
        string lease = ChangeWorker.LeaseFor(stored.Change.Domain);
        while (!await _leases.TryTakeAsync(lease, ChangeWorker.LeaseTime, cancellation))
        {
            if (TimeProvider.System.GetUtcNow() > end)
            {
                throw new Refusal(
                    "Another process leads this change on now, or died while it did.",
                    "See `strictpost change status`; after a quarter of a minute, `strictpost change apply` has its turn again.", ExitCode.Undetermined);
            }

            await Task.Delay(Pause, cancellation);
        }

        try
        {
            var current = await _store.FindAsync(stored.Id, cancellation) ?? stored;
            return await runner.LookAsync(current, cancellation);
        }
        finally
        {
            await _leases.GiveBackAsync(lease, CancellationToken.None);
        }
    }

    private string Tell(ChangeLook look, string told)
    {
        string now = look.Change.Change.Current is { } step ? StepText.Of(step).Title : "";
        if (terminal.ErrorIsTerminal && now != told && now.Length > 0)
            terminal.Error.WriteLine($"… {now}");
        return now;
    }
}
