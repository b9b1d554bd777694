using System.Collections.Immutable;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>A policy that was served in the model.</summary>
internal sealed class ModelBody(StsPolicy policy)
{
    public StsPolicy Policy { get; } = policy;

    public string Text { get; } = policy.ToBody();

    public int Covers { get; } = MailHostPool.CoveredBy(policy);

    public bool Enforces => Policy.Mode == PolicyMode.Enforce;

    public long? LastServed { get; set; }

    /// <summary>Since when nobody serves it, as far as that was noticed.</summary>
    public long? GoneSince { get; set; }
}

/// <summary>What was served when; nodes tell of it late now and then.</summary>
internal sealed class ModelLedger
{
    private readonly Dictionary<string, ModelBody> _bodies = new(StringComparer.Ordinal);

    public ModelBody Of(StsPolicy policy)
    {
        string text = policy.ToBody();
        if (!_bodies.TryGetValue(text, out var body))
            _bodies[text] = body = new ModelBody(policy);
        return body;
    }

    public ImmutableArray<ServedBody> Read(ModelWorld world)
    {
        var read = ImmutableArray.CreateBuilder<ServedBody>(_bodies.Count);
        foreach (var body in _bodies.Values)
            read.Add(Entry(body, world));
        return read.ToImmutable();
    }

    /// <summary>True when some sender may refuse mail now, whatever for.</summary>
    public bool IsEnforced(ModelWorld world) => _bodies.Values.Any(body => body.Enforces && MayBeHeld(body, world));

    /// <summary>The hosts that no policy forbids which some sender may hold now.</summary>
    public int Permits(ModelWorld world)
    {
        int bits = (1 << MailHostPool.Count) - 1;
        foreach (var body in _bodies.Values)
        {
            if (body.Enforces && MayBeHeld(body, world))
                bits &= body.Covers;
        }

        return bits;
    }

    private static bool MayBeHeld(ModelBody body, ModelWorld world) =>
        body.LastServed + 60 + body.Policy.MaxAge > world.Now || world.Served.IsLeft(shown => shown == body, world.Now);

    private static ServedBody Entry(ModelBody body, ModelWorld world)
    {
        var standing = Standing(body, world);
        bool isLate = standing != BodyStanding.Retired && world.Chance.Happens(20);
        return new ServedBody("", body.Policy, ModelWorld.Start, standing)
        {
            Hash = "",
            Size = 0,
            LastServed = isLate || body.LastServed is not { } last ? null : ModelWorld.Moment(last),
        };
    }

    private static BodyStanding Standing(ModelBody body, ModelWorld world)
    {
        if (world.Served.Newest == body)
        {
            body.GoneSince = null;
            return BodyStanding.Current;
        }

        if (world.Served.IsLeft(shown => shown == body, world.Now))
            return BodyStanding.Unsettled;
        body.GoneSince ??= world.Now + (world.IsCalm ? 0 : world.Chance.Spell(7200));
        return body.GoneSince > world.Now ? BodyStanding.Unsettled : BodyStanding.Retired;
    }
}
