using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Changes;

/// <summary>What a change starts from.</summary>
public sealed record ChangeBasis
{
    /// <summary>The mail domain.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>Who serves its policy.</summary>
    public PolicyPlace Place { get; init; }

    /// <summary>The policy now; null where there is none.</summary>
    public StsPolicy? Policy { get; init; }

    /// <summary>What is seen of the domain now.</summary>
    public required ChangeFacts Facts { get; init; }

    /// <summary>Why proof is not needed, in the words of whoever says so; null where it is.</summary>
    public string? Override { get; init; }
}

/// <summary>Makes of what somebody wants a change with all its steps, or says why there is none.</summary>
public static class ChangePlanner
{
    /// <summary>The change, not begun yet.</summary>
    /// <returns>No value where it would refuse mail or makes no sense; the findings say why. One finding of severity info where there is nothing to do.</returns>
    public static Parsed<Change> Plan(ChangeRequest request, ChangeBasis basis) => Unseen(basis.Facts) ?? request switch
    {
        ChangeRequest.Edit edit => Edit(edit.Target, basis),
        ChangeRequest.Promote promote => Promote(promote, basis),
        ChangeRequest.Move move => Move(move, basis),
        _ => Leave(basis),
    };

    /// <summary>For how long caches keep what is there now has to be known before it is changed; afterwards nobody can see it any more.</summary>
    private static Parsed<Change>? Unseen(ChangeFacts facts)
    {
        if (facts.Record.Values.IsEmpty)
            return No(ChangeFindings.NotSeen.Found("The record", detail: facts.Record.Gap));
        return facts.Mail.Values.IsEmpty ? No(ChangeFindings.NotSeen.Found("MX", detail: facts.Mail.Gap)) : null;
    }

    private static Parsed<Change> Edit(StsPolicy target, ChangeBasis basis)
    {
        bool enforces = target.Mode == PolicyMode.Enforce && basis.Policy?.Mode != PolicyMode.Enforce;
        if (enforces && basis.Override is null)
            return No(ChangeFindings.NeedsProof.Found(basis.Domain.Ascii));
        if (target == basis.Policy && IsAnnounced(basis))
            return No(ChangeFindings.Nothing.Found());
        return target.Mode == PolicyMode.Enforce && NotCovered(target, basis) is { Length: > 0 } uncovered
            ? new(null, uncovered)
            : Begin(ChangeKind.Edit, basis, ChangeSteps.Edit(basis.Policy, target));
    }

    private static Parsed<Change> Promote(ChangeRequest.Promote request, ChangeBasis basis)
    {
        if (basis.Policy is not { } before)
            return NoPolicy(basis, "promoting needs one that is being tested");
        if (before.Mode != PolicyMode.Testing)
            return No((before.Mode == PolicyMode.Enforce ? ChangeFindings.Nothing : ChangeFindings.NotTesting).Found(before.Mode.ToText()));
        var target = before with { Mode = PolicyMode.Enforce, MaxAge = request.MaxAge ?? before.MaxAge };
        return NotCovered(target, basis) is { Length: > 0 } uncovered
            ? new(null, uncovered)
            : Begin(ChangeKind.Promote, basis, ChangeSteps.Promote(before, target, request.Terms));
    }

    private static Parsed<Change> Move(ChangeRequest.Move request, ChangeBasis basis)
    {
        if (basis.Policy is not { } before)
            return NoPolicy(basis, "a move of mail hosts is free of waits without one");
        var patterns = request.Patterns.IsDefaultOrEmpty ? PatternsFor(request.Hosts, before) : request.Patterns;
        var narrow = before with { Mx = patterns };
        if (request.Hosts.NotCoveredBy(narrow).ToList() is { Count: > 0 } forgotten)
            return new(null, [.. forgotten.Select(host => ChangeFindings.MailNotCovered.On(host.Ascii))]);
        var wide = before with { Mx = [.. before.Mx.Concat(patterns).Distinct()] };
        if (basis.Facts.Mail.IsOnly(request.Hosts) && narrow == before && IsAnnounced(basis))
            return No(ChangeFindings.Nothing.Found());
        return Begin(ChangeKind.Move, basis, ChangeSteps.Move(IsAnnounced(basis) ? before : null, wide, narrow, request.Hosts));
    }

    private static Parsed<Change> Leave(ChangeBasis basis) => basis.Policy is { } before
        ? Begin(ChangeKind.Leave, basis, ChangeSteps.Leave(before))
        : NoPolicy(basis, "there is none to leave");

    /// <summary>What covers the hosts already stays; those that nothing covers come under their own names.</summary>
    private static ImmutableArray<MxPattern> PatternsFor(MailHostSet hosts, StsPolicy before)
    {
        var kept = before.Mx.Where(pattern => hosts.Hosts.Any(pattern.Matches)).ToList();
        var added = hosts.NotCoveredBy(before).Select(host => MxPattern.Parse(host.Ascii).Value!);
        return [.. kept.Concat(added)];
    }

    private static bool IsAnnounced(ChangeBasis basis) => basis.Facts.Hosted is { } hosted
        ? basis.Facts.Record.IsOnly(hosted.Id)
        : basis.Facts.Record.Gap is null && basis.Facts.Record.Values is [not null];

    private static ImmutableArray<Finding> NotCovered(StsPolicy target, ChangeBasis basis) =>
    [
        .. basis.Facts.Mail.Values.SelectMany(set => set.NotCoveredBy(target)).Distinct()
            .Select(host => ChangeFindings.MailNotCovered.On(host.Ascii)),
    ];

    private static Parsed<Change> Begin(ChangeKind kind, ChangeBasis basis, ImmutableArray<ChangeStep> steps) => new(
        new Change
        {
            Domain = basis.Domain,
            Kind = kind,
            Place = basis.Place,
            StartedAt = basis.Facts.Now,
            Before = basis.Policy,
            IdsBefore = basis.Facts.Record.Values,
            MailBefore = basis.Facts.Mail.Values,
            Steps = steps,
            Override = basis.Override,
        }.Learn(basis.Facts),
        []);

    private static Parsed<Change> NoPolicy(ChangeBasis basis, string why) => No(ChangeFindings.NoPolicy.Found(basis.Domain.Ascii, detail: why));

    private static Parsed<Change> No(Finding why) => new(null, [why]);
}
