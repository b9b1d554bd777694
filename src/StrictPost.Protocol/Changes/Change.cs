using System.Collections.Immutable;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Changes;

/// <summary>What kind of change, as it is listed.</summary>
public enum ChangeKind
{
    /// <summary>Another mode, other patterns, another max_age.</summary>
    Edit,

    /// <summary>From testing to enforce.</summary>
    Promote,

    /// <summary>Other mail hosts.</summary>
    Move,

    /// <summary>The end of the policy.</summary>
    Leave,

    /// <summary>Back to what was before a change that was cancelled.</summary>
    RollBack,
}

/// <summary>How a change stands.</summary>
public enum ChangeStanding
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>It came to its end.</summary>
    Done,

    /// <summary>It was given up before its end, with nothing left to undo.</summary>
    Cancelled,
}

/// <summary>Who serves the policy.</summary>
public enum PolicyPlace
{
    /// <summary>This program: it knows what it served to whom.</summary>
    Here,

    /// <summary>Somebody else: what was served is known only as far as it was looked at.</summary>
    Elsewhere,
}

/// <summary>A step that ended.</summary>
/// <param name="At">When that was seen.</param>
/// <param name="Id">The record's id from then on, where the step was about it.</param>
public sealed record StepMark(DateTimeOffset At, string? Id);

/// <summary>A change and how far it is: all that must be remembered between one look and the next.</summary>
public sealed record Change
{
    /// <summary>No resolver is believed to keep an answer longer, whatever its TTL says; the common ones stop at one day or at seven.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(7);

    /// <summary>The mail domain.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>What kind.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>Who serves the policy.</summary>
    public PolicyPlace Place { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The policy before; null where there was none.</summary>
    public StsPolicy? Before { get; init; }

    /// <summary>
    /// Ids that the record may have without telling senders of the present step: those before the change, as its servers had them, and
    /// those that the change asked for itself. A null among them says that some server had no record.
    /// </summary>
    public ImmutableArray<string?> IdsBefore { get; init; } = [];

    /// <summary>The hosts that took mail before, as the servers of the zone said.</summary>
    public ImmutableArray<MailHostSet> MailBefore { get; init; } = [];

    /// <summary>All steps, in their order.</summary>
    public required ImmutableArray<ChangeStep> Steps { get; init; }

    /// <summary>One for each step that ended, in their order.</summary>
    public ImmutableArray<StepMark> Marks { get; init; } = [];

    /// <summary>How it stands.</summary>
    public ChangeStanding Standing { get; init; }

    /// <summary>The longest TTL that the record was seen with since the change began, or how long its absence may be kept.</summary>
    public TimeSpan RecordLife { get; init; }

    /// <summary>The longest TTL that the MX records were seen with since the change began.</summary>
    public TimeSpan MailLife { get; init; }

    /// <summary>Why the gate's missing evidence does not matter, in the words of whoever said so; null where the gate holds.</summary>
    public string? Override { get; init; }

    /// <summary>True where the owner publishes records himself, even if this program could.</summary>
    public bool IsByHand { get; init; }

    /// <summary>The step that it is at; null at the end.</summary>
    public ChangeStep? Current => Standing == ChangeStanding.Running && Marks.Length < Steps.Length ? Steps[Marks.Length] : null;

    /// <summary>When the last step ended, or the change began.</summary>
    public DateTimeOffset LastMark => Marks is [.., var last] ? last.At : StartedAt;

    /// <summary>The id that the record was last given by this change; null before, and after it was removed.</summary>
    public string? AnnouncedId => Marks.Zip(Steps).LastOrDefault(ended => ended.Second is ChangeStep.Announce or ChangeStep.Withdraw).First?.Id;

    /// <summary>True for what the record may hold without anybody else having touched it.</summary>
    public bool Knows(string? id) => IdsBefore.Contains(id, StringComparer.Ordinal) || Marks.Any(mark => mark.Id is not null && mark.Id == id);

    /// <summary>The change with its present step ended.</summary>
    internal Change Ended(DateTimeOffset at, string? id) => this with { Marks = Marks.Add(new StepMark(at, id)) };

    /// <summary>The change with more ids that are no news to senders, or no stranger's.</summary>
    internal Change Knowing(IEnumerable<string?> ids)
    {
        var more = ids.Where(id => !IdsBefore.Contains(id, StringComparer.Ordinal)).ToList();
        return more.Count == 0 ? this : this with { IdsBefore = [.. IdsBefore, .. more] };
    }

    /// <summary>The change one step back: what it rested on is no longer so.</summary>
    internal Change Back() => this with { Marks = Marks.RemoveAt(Marks.Length - 1) };

    /// <summary>The change with what was seen of caches: an answer with a longer life has been given out, so it counts from now on.</summary>
    internal Change Learn(ChangeFacts facts) => this with
    {
        RecordLife = Longer(RecordLife, facts.Record.Life),
        MailLife = Longer(MailLife, facts.Mail.Life),
    };

    private static TimeSpan Longer(TimeSpan known, TimeSpan seen)
    {
        var believed = seen < LongestLife ? seen : LongestLife;
        return believed > known ? believed : known;
    }
}
