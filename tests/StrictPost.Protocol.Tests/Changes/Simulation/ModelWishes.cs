using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>What the owner wants next.</summary>
internal static class ModelWishes
{
    private static readonly int[] Ages = [600, 3600, 21_600, 86_400, 259_200];

    /// <summary>A request that may make sense, and whether it comes with a reason why no proof is needed.</summary>
    public static (ChangeRequest Request, bool Overrides) Next(ModelWorld world, StsPolicy? policy)
    {
        int dice = world.Chance.Below(100);
        return policy switch
        {
            null => (Edit(world, null, dice < 55 ? PolicyMode.Testing : dice < 95 ? PolicyMode.Enforce : PolicyMode.None), true),
            { Mode: PolicyMode.None } => dice < 30 ? (new ChangeRequest.Leave(), false) : (Edit(world, policy, PolicyMode.Testing), false),
            { Mode: PolicyMode.Testing } when dice < 45 => (new ChangeRequest.Promote(GateTerms.Usual, world.Chance.Happens(50) ? AnyAge(world) : null), false),
            { Mode: PolicyMode.Testing } when dice < 60 => (Edit(world, policy, PolicyMode.Testing), false),
            { Mode: PolicyMode.Testing } when dice < 70 => (Edit(world, policy, PolicyMode.Enforce), true),
            { Mode: PolicyMode.Enforce } when dice < 30 => (Edit(world, policy, PolicyMode.Enforce), false),
            { Mode: PolicyMode.Enforce } when dice < 37 => (Edit(world, policy, world.Chance.Happens(50) ? PolicyMode.Testing : PolicyMode.None), false),
            _ when dice < 85 => (new ChangeRequest.Move(MailHostPool.Set(MailHostPool.AnySet(world.Chance)), []), false),
            _ => (new ChangeRequest.Leave(), false),
        };
    }

    private static ChangeRequest.Edit Edit(ModelWorld world, StsPolicy? before, PolicyMode mode)
    {
        int hosts = world.Mail.Newest.Hosts;
        if (mode == PolicyMode.Testing && world.Chance.Happens(40))
            hosts = MailHostPool.AnySet(world.Chance);
        bool keepsPatterns = before is not null && world.Chance.Happens(30);
        return new ChangeRequest.Edit(new StsPolicy
        {
            Mode = mode,
            MaxAge = AnyAge(world),
            Mx = keepsPatterns ? before!.Mx : [.. MailHostPool.PatternsFor(hosts, world.Chance)],
        });
    }

    private static int AnyAge(ModelWorld world) => world.Chance.OneOf<int>(Ages);
}
