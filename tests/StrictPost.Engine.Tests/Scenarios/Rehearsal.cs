using System.Collections.Immutable;
using StrictPost.Lab.Scenarios;
using StrictPost.Lab.World;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Scenarios;

/// <summary>One world, and how a check looks at it.</summary>
/// <param name="World">What there is.</param>
/// <param name="Domain">The domain to check.</param>
public sealed record Rehearsal(LabWorld World, string Domain)
{
    /// <summary>What the one who asks knows.</summary>
    public CheckContext Context { get; init; } = new() { IsPublicInternet = false };

    /// <summary>Whether the mail hosts are left alone.</summary>
    public bool SkipSmtp { get; init; }

    /// <summary>Whether each authoritative server is asked.</summary>
    public bool Authoritative { get; init; }

    /// <summary>A scenario of the lab, with the options that it names.</summary>
    public static Rehearsal Of(Scenario scenario, DateTimeOffset now)
    {
        var former = ImmutableArray.CreateBuilder<DomainName>();
        for (int i = 0; i < scenario.Options.Length - 1; i++)
        {
            if (scenario.Options[i] == "--previous-mx")
                former.Add(DomainName.Parse(scenario.Options[i + 1]).Value!);
        }

        bool Has(string option) => scenario.Options.Contains(option, StringComparer.Ordinal);
        return new Rehearsal(scenario.World(now), scenario.Domain)
        {
            Context = new CheckContext { IsPublicInternet = false, PreviousMx = former.ToImmutable() },
            SkipSmtp = Has("--no-smtp"),
            Authoritative = Has("--authoritative"),
        };
    }
}
