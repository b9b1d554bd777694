using System.Collections.Immutable;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Monitoring;

/// <summary>One look at an enrolled domain, and what should have been seen.</summary>
public sealed record MonitorInput
{
    /// <summary>What was seen, judged.</summary>
    public required CheckResult Check { get; init; }

    /// <summary>The policy that is set here.</summary>
    public required StsPolicy Policy { get; init; }

    /// <summary>The id that belongs to it.</summary>
    public required string Id { get; init; }

    /// <summary>Every body that was published for the domain, the oldest first.</summary>
    public ImmutableArray<ServedBody> Ledger { get => field.IsDefault ? [] : field; init; }

    /// <summary>True while a change is under way, so that record and policy may differ from what is set.</summary>
    public bool IsChanging { get; init; }

    /// <summary>True while the domain leaves.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>True once the domain was seen with its record and its policy: before, it is being set up.</summary>
    public bool HasWorked { get; init; }

    /// <summary>When last all questions that a look asks of DNS were answered; null where they never were.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>After how long a policy in mode testing counts as forgotten.</summary>
    public TimeSpan Forgotten { get; init; } = TimeSpan.FromDays(60);
}

/// <summary>What one look says.</summary>
/// <param name="Alarms">All that is wrong.</param>
/// <param name="Sources">The kinds of look that it was: of others it says nothing.</param>
/// <param name="IsSeen">Whether DNS answered; without, nothing begins and nothing ends but <see cref="AlarmSource.Sight"/>.</param>
/// <param name="Works">Whether record and policy are as they are set here.</param>
public sealed record MonitorSight(ImmutableArray<Alarm> Alarms, ImmutableArray<AlarmSource> Sources, bool IsSeen, bool Works);
