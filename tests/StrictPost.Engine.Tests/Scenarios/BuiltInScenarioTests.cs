using StrictPost.Lab.Scenarios;

namespace StrictPost.Engine.Tests.Scenarios;

/// <summary>Every scenario of the lab gives exactly the findings and the verdict that its file says.</summary>
public sealed class BuiltInScenarioTests(Rehearsals rehearsals)
{
    public static TheoryData<string> Names => [.. BuiltInScenarios.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Check_OfAScenario_SaysWhatItsFileExpects(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has all of 127.0.0.0/8.");
        var scenario = BuiltInScenarios.All[name];
        var result = await rehearsals.OfScenario(name);

        CheckAssert.Says(scenario.About, scenario.Expect!.Verdict, scenario.Expect.Codes, result);
    }
}
