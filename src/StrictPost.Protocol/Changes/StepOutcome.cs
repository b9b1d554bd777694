using System.Collections.Immutable;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Changes;

/// <summary>What is to be said of a step now.</summary>
public abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>It has ended.</summary>
    /// <param name="Id">The record's id from now on, where the step is about it.</param>
    public sealed record Ended(string? Id = null) : StepOutcome;

    /// <summary>Something has to be done.</summary>
    public sealed record Act(ChangeAction Action) : StepOutcome;

    /// <summary>It has to wait.</summary>
    /// <param name="Until">Until then at least; null where nobody can say, and it is worth looking again soon.</param>
    /// <param name="Why">For what.</param>
    public sealed record Wait(DateTimeOffset? Until, ImmutableArray<Finding> Why) : StepOutcome;

    /// <summary>It does not go on before somebody mends something.</summary>
    public sealed record Blocked(ImmutableArray<Finding> Why) : StepOutcome;

    /// <summary>What the step before had reached is gone; that has to be reached again.</summary>
    internal sealed record Lost : StepOutcome;
}

/// <summary>How far a change came, and what is next.</summary>
/// <param name="Change">To be remembered before anything is done.</param>
/// <param name="Next">What is next; null when there is nothing.</param>
public sealed record ChangeAdvance(Change Change, StepOutcome? Next);
