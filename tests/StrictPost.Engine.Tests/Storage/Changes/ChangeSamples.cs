using System.Collections.Immutable;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Storage.Changes;

/// <summary>Changes to keep.</summary>
internal static class ChangeSamples
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static StsPolicy Policy(PolicyMode mode, params string[] mx) =>
        new() { Mode = mode, MaxAge = 86_400, Mx = [.. mx.Select(pattern => MxPattern.Parse(pattern).Value!)] };

    public static MailHostSet Hosts(params string[] names) => new(names.Select(name => DomainName.Parse(name).Value!));

    /// <summary>One of each kind of step, with all that a change can hold.</summary>
    public static Change Full(string domain = "example.org") => new()
    {
        Domain = DomainName.Parse(domain).Value!,
        Kind = ChangeKind.Move,
        Place = PolicyPlace.Elsewhere,
        StartedAt = Start,
        Before = Policy(PolicyMode.Enforce, "mx1.example.org", "*.example.net"),
        IdsBefore = ["20260101", null],
        MailBefore = [Hosts("mx1.example.org"), Hosts()],
        Steps = EverySteps,
        Marks = [new StepMark(Start.AddMinutes(1), null), new StepMark(Start.AddMinutes(2), "20260301")],
        RecordLife = TimeSpan.FromSeconds(3600),
        MailLife = TimeSpan.FromSeconds(90.5),
        Override = "\"quoted\"\nand <more>",
    };

    private static ImmutableArray<ChangeStep> EverySteps { get; } =
    [
        new ChangeStep.PassGate(new GateTerms(14, 2)),
        new ChangeStep.SeeMail(Policy(PolicyMode.Testing, "mx1.example.org")),
        new ChangeStep.AwaitMail(),
        new ChangeStep.Serve(Policy(PolicyMode.None)),
        new ChangeStep.Announce(Policy(PolicyMode.Enforce, "mx2.example.org")),
        new ChangeStep.AwaitRecord(),
        new ChangeStep.AwaitHorizon(Hosts("mx2.example.org", "mx3.example.org")),
        new ChangeStep.MoveMail(Hosts("mx2.example.org")),
        new ChangeStep.AwaitExpiry(),
        new ChangeStep.Withdraw(),
        new ChangeStep.StopServing(),
    ];
}
