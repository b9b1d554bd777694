using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Rules;
using StrictPost.Protocol.Text;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What holds when a policy is judged and repaired.</summary>
public static class LintInvariants
{
    private static readonly DomainName Domain = DomainName.Parse("example.org").Value!;

    /// <summary>Checks a body, whatever its bytes.</summary>
    public static void Check(byte[] body)
    {
        var read = StsPolicy.Parse(body);
        CheckJudgement(body, read);
        CheckRepair(body, read.Value);
    }

    private static void CheckJudgement(byte[] body, Parsed<StsPolicy> read)
    {
        var judged = PolicyLint.Judge(body, Domain);
        bool marked = body.AsSpan().StartsWith("\uFEFF"u8);
        ParsedInvariants.CheckLines(judged, Encoding.UTF8.GetString(body.AsSpan(marked ? 3 : 0)));
        Unless(Equals(judged.Value, read.Value), "rules do not change what a sender sees");
        Unless(judged.IsValid == read.IsValid, "rules warn, and never make a policy invalid");
        Unless(read.Findings.All(judged.Findings.Contains), "rules add to what the grammar says");
    }

    private static void CheckRepair(byte[] body, StsPolicy? policy)
    {
        var (repaired, done) = PolicyRepair.Apply(body);
        Unless(done.Count > 0 || repaired.AsSpan().SequenceEqual(body), "a body without repairs comes back as it was");
        Unless(policy is null || policy.Equals(StsPolicy.Parse(repaired).Value), "a repair keeps what a usable policy says");
        var (again, more) = PolicyRepair.Apply(repaired);
        Unless(more.Count == 0 && again.AsSpan().SequenceEqual(repaired), "a second repair finds nothing to do");
    }
}
