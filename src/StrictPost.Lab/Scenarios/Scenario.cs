using System.Collections.Immutable;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Scenarios;

/// <summary>A world to rehearse with: what is wrong in it, how to check it, and what a check must find.</summary>
/// <param name="About">One sentence for a user.</param>
/// <param name="Domain">The domain to check.</param>
/// <param name="Options">What <c>strictpost check</c> needs besides, such as <c>--previous-mx</c>.</param>
/// <param name="Expect">What the check must find; null where the file does not say.</param>
public sealed record Scenario(string About, string Domain, ImmutableArray<string> Options, ScenarioExpectation? Expect)
{
    private readonly LabWorld _template = LabWorld.Empty;

    internal Scenario(string about, string domain, ImmutableArray<string> options, ScenarioExpectation? expect, LabWorld template)
        : this(about, domain, options, expect) => _template = template;

    /// <summary>The world as it is to be when a check runs at <paramref name="now"/>: ids in records have an age.</summary>
    public LabWorld World(DateTimeOffset now) => _template.With(_template.Domains.Values.Select(domain => ScenarioIds.Fill(domain, now)));
}

/// <summary>What a check of a scenario must find, no more and no less.</summary>
/// <param name="Verdict">Such as <c>mail-at-risk</c>.</param>
/// <param name="Codes">The codes of all findings, in order of the alphabet, each as often as it is found.</param>
public sealed record ScenarioExpectation(string Verdict, ImmutableArray<string> Codes);
