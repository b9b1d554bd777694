using System.Data.Common;
using StrictPost.Protocol.Changes;

namespace StrictPost.Engine.Storage.Changes;

/// <summary>A change as it is kept.</summary>
/// <param name="Id">Its number; higher than of those before.</param>
/// <param name="Change">How far it is.</param>
/// <param name="EndedAt">When it came to its end; null while it runs.</param>
/// <param name="DueAt">When it is worth looking again.</param>
/// <param name="Batch">The batch it belongs to; null where it is alone.</param>
/// <param name="Wave">Its wave in the batch, from 0.</param>
/// <param name="Trouble">What somebody has to mend before it goes on; null where nothing is.</param>
public sealed record StoredChange(
    long Id, Change Change, DateTimeOffset? EndedAt, DateTimeOffset DueAt, string? Batch, int Wave, string? Trouble);

/// <summary>One thing that happened to a change.</summary>
/// <param name="At">When.</param>
/// <param name="Text">In words.</param>
public sealed record ChangeEvent(DateTimeOffset At, string Text);

/// <summary>Between rows and records.</summary>
internal static class ChangeRows
{
    public const string Columns = "id, domain, standing, state, ended_at, due_at, batch, wave, trouble";

    public static StoredChange Read(DbDataReader row) => new(
        row.GetInt64(0),
        ChangeState.Read(row.GetString(1), row.GetString(2), row.GetString(3)),
        row.IsDBNull(4) ? null : Moment(row.GetInt64(4)),
        Moment(row.GetInt64(5)),
        row.TextAt(6),
        (int)row.GetInt64(7),
        row.TextAt(8));

    public static string Text(ChangeStanding standing) => standing switch
    {
        ChangeStanding.Done => "done",
        ChangeStanding.Cancelled => "cancelled",
        _ => "running",
    };

    public static ChangeStanding Standing(string text) => text switch
    {
        "done" => ChangeStanding.Done,
        "cancelled" => ChangeStanding.Cancelled,
        _ => ChangeStanding.Running,
    };

    public static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
