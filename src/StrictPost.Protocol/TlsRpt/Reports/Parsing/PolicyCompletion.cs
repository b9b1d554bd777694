using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>The policies of a report, each with the domain it is for.</summary>
internal static class PolicyCompletion
{
    public static ImmutableArray<ReportedPolicy> All(ReportDraft draft, ReportSurroundings around, ReportRemarks remarks)
    {
        var drafts = draft.Policies!;
        if (drafts.Count == 0)
            remarks.Note(ReportOddityFindings.WithoutPolicies);
        var named = drafts.ConvertAll(policy => policy.Domain is null ? null : DomainName.Parse(policy.Domain).Value);
        var guess = named.Contains(null) ? Guess(draft.Id, named, around) : null;
        var policies = ImmutableArray.CreateBuilder<ReportedPolicy>(drafts.Count);
        for (int i = 0; i < drafts.Count; i++)
        {
            if ((named[i] ?? Guessed(drafts[i], guess, remarks)) is { } domain)
                policies.Add(Of(drafts[i], domain, remarks));
        }

        if (policies.Count == 0 && drafts.Count > 0)
            remarks.Refuse(ReportFindings.NothingLeft.Found());
        return policies.DrainToImmutable();
    }

    private static ReportedPolicy Of(PolicyDraft draft, DomainName domain, ReportRemarks remarks)
    {
        string type = draft.Type ?? "";
        if (PolicyTypes.Read(type) == PolicyType.Unknown)
            remarks.Note(ReportOddityFindings.PolicyTypeUnknown, type);
        if (draft.Successful is null)
            remarks.Note(ReportOddityFindings.CountMissing, ReportField.Successful.ToText());
        if (draft.Failed is null)
            remarks.Note(ReportOddityFindings.CountMissing, ReportField.Failed.ToText());
        return new ReportedPolicy
        {
            TypeText = type,
            Domain = domain,
            Lines = draft.Lines,
            MxHosts = draft.MxHosts,
            Successful = draft.Successful ?? 0,
            Failed = draft.Failed ?? 0,
            Failures = draft.Failures,
        };
    }

    private static DomainName? Guessed(PolicyDraft policy, (DomainName Domain, string From)? guess, ReportRemarks remarks)
    {
        if (guess is var (domain, from))
            remarks.Note(ReportOddityFindings.DomainGuessed, domain.Ascii, detail: from);
        else
            remarks.Note(ReportFindings.DomainMissing, detail: policy.Domain is null ? "missing" : $"`{policy.Domain}`");
        return guess?.Domain;
    }

    private static (DomainName Domain, string From)? Guess(string? id, List<DomainName?> named, ReportSurroundings around)
    {
        if (around.Domain is { } said)
            return said;
        if (ReportSurroundings.DomainInId(id) is { } inId)
            return (inId, "its id");
        return named.OfType<DomainName>().Distinct().Take(2).ToList() is [var only] ? (only, "every other policy in it") : null;
    }
}
