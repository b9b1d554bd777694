using System.Collections.Immutable;
using StrictPost.Protocol.Changes;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>The machine with one fault, put into it from outside: into the steps that it is given, or into what it sees.</summary>
internal sealed record Mutant(string Name)
{
    /// <summary>The machine as it is.</summary>
    public static Mutant None { get; } = new("none");

    public Func<Change, ImmutableArray<ChangeStep>>? Steps { get; init; }

    public Func<ChangeFacts, ChangeFacts>? Facts { get; init; }

    public Change OfChange(Change change) => Steps is null ? change : change with { Steps = Steps(change) };

    public ChangeFacts OfFacts(ChangeFacts facts) => Facts is null ? facts : Facts(facts);
}
