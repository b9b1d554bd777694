using StrictPost.Protocol.Changes;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>Looks at the model from outside: some places do not answer, and a look takes its time.</summary>
internal static class ModelEyes
{
    /// <summary>How long a look takes at most, in seconds; what is done by hand in between lies further apart.</summary>
    public const long LongestLook = 100;

    public static ChangeFacts Look(ModelWorld world)
    {
        var mail = See(world.Mail, world, "a server");
        var record = See(world.Record, world, "a server");
        var served = See(world.Served, world, "an address");
        return new ChangeFacts
        {
            Now = ModelWorld.Moment(world.Now),
            Served = Seen.Of(served.Values.Select(body => body?.Text), TimeSpan.Zero, served.Gap),
            Record = Seen.Of(record.Values.Select(answer => answer.Id), Longest(record.Values.Select(answer => answer.Ttl)), record.Gap),
            Mail = Seen.Of(mail.Values.Select(answer => MailHostPool.Set(answer.Hosts)), Longest(mail.Values.Select(answer => answer.Ttl)), mail.Gap),
            Ledger = world.Ledger.Read(world),
            Hosted = world.Hosted,
            Gate = world.Hosts.Judge(),
            NewHosts = [],
        };
    }

    private static (List<T> Values, string? Gap) See<T>(Spread<T> spread, ModelWorld world, string what)
    {
        var values = new List<T>(spread.Places);
        string? gap = null;
        for (int place = 0; place < spread.Places; place++)
        {
            if (!world.IsCalm && world.Chance.Happens(world.Blindness))
                gap = $"{what} did not answer";
            else
                values.Add(spread.At(place, world.Now - world.Chance.Between(0, LongestLook)));
        }

        return (values, gap);
    }

    private static TimeSpan Longest(IEnumerable<long> ttls) => TimeSpan.FromSeconds(ttls.DefaultIfEmpty(0).Max());
}
