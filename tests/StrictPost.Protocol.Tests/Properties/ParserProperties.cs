using CsCheck;
using StrictPost.Fuzz;
using StrictPost.Fuzz.Invariants;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.Properties;

/// <summary>What holds for any input: nothing throws, and the invariants of <see cref="FuzzTarget"/> stand.</summary>
public sealed class ParserProperties
{
    private const int Runs = 2_000;

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Parser_RandomBytes_KeepsInvariants(string name) =>
        Generators.AnyBytes.Sample(Target(name).Check, iter: Runs);

    [Theory]
    [MemberData(nameof(Targets))]
    public void Parser_MutatedSuiteInput_KeepsInvariants(string name) =>
        Generators.Mutated(Target(name).SeedFile).Sample(Target(name).Check, iter: Runs);

    [Fact]
    public void Policy_MutatedGoodPolicy_KeepsInvariants() =>
        Generators.BrokenPolicy.Sample(PolicyInvariants.Check, iter: Runs);

    [Fact]
    public void Policy_RandomText_KeepsInvariants() =>
        Generators.AnyText.Sample(text => PolicyInvariants.Check(System.Text.Encoding.UTF8.GetBytes(text)), iter: Runs);

    [Fact]
    public void Records_RandomText_KeepInvariants() => Generators.AnyText.Sample(
        text =>
        {
            RecordInvariants.CheckSts("v=STSv1;" + text);
            RecordInvariants.CheckTlsRpt("v=TLSRPTv1; rua=" + text);
        },
        iter: Runs);

    [Fact]
    public void Names_RandomText_KeepInvariants() => Generators.AnyText.Sample(
        text =>
        {
            NameInvariants.CheckName(text);
            NameInvariants.CheckPattern(text);
        },
        iter: Runs);

    [Fact]
    public void Policy_AnyUsablePolicy_ReadsBackFromItsBody() => Generators.Policy.Sample(
        policy =>
        {
            PolicyInvariants.CheckUsable(policy);
            Assert.True(StsPolicy.Parse(policy.ToBody()).IsValid);
        },
        iter: Runs);

    [Theory]
    [InlineData(StsPolicy.MaxBodyBytes)]
    [InlineData(StsPolicy.MaxBodyBytes + 1)]
    public void Lint_BodyAtTheCap_KeepsInvariants(int size) =>
        LintInvariants.Check([.. "version: STSv1 \nmode: none\nmax_age: 1\nnote: "u8, .. Enumerable.Repeat((byte)'x', size - 44)]);

    [Fact]
    public void MxPattern_AnyPatternAndHost_MatchesAsLabelsSay() =>
        Gen.Select(Generators.Pattern, Generators.Name, Gen.Int[0, 3]).Sample(
            (pattern, name, near) =>
            {
                var host = near switch
                {
                    0 => name,
                    1 => pattern.Name,
                    2 => pattern.Name.Child("mx")!,
                    _ => pattern.Name.Child("a.b")!,
                };
                NameInvariants.CheckMatch(pattern, host);
            },
            iter: Runs);

    private static FuzzTarget Target(string name) => FuzzTarget.All.Single(target => target.Name == name);
}
