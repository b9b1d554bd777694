using System.CommandLine;

namespace StrictPost.CommandLine;

/// <summary>A command of <c>strictpost</c>, with the examples that its help shows.</summary>
internal sealed class Verb : Command
{
    public Verb(string name, string description, params string[] examples)
        : base(name, description) => Examples = examples;

    /// <summary>Whole command lines, most useful first.</summary>
    public IReadOnlyList<string> Examples { get; }
}
