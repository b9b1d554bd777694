using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What must hold for every file that is said to be a saved check.</summary>
internal static class EvidenceInvariants
{
    public static void Check(byte[] json)
    {
        var reading = EvidenceFile.Read(json);
        Unless((reading.Check is null) != (reading.Fault is null), "a saved check, or why it is none");
        if (reading.Check is not { } check)
            return;

        byte[] written = EvidenceFile.Write(check, indented: false);
        var again = EvidenceFile.Read(written);
        Unless(again.Check is not null, "what was written can be read");
        Unless(EvidenceFile.Write(again.Check!, indented: false).AsSpan().SequenceEqual(written), "what was read is written alike");
        Unless(Findings(check) == Findings(again.Check!), "the same evidence gives the same findings to the letter");
    }

    private static string Findings(SavedCheck check)
    {
        var result = DomainCheck.Judge(check.Evidence, check.Context);
        return string.Join('\n', result.Findings.Select(finding => $"{finding.Code} {finding.Host} {finding.Message} {finding.Fix}").Prepend(result.Verdict.ToText()));
    }
}
