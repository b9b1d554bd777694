using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>What a server says of the record, and for how long it may be kept.</summary>
internal readonly record struct RecordAnswer(string? Id, long Ttl);

/// <summary>What a server says of MX, and for how long it may be kept.</summary>
internal readonly record struct MailAnswer(int Hosts, long Ttl);

/// <summary>One domain, and all who have to do with its mail. Time is in seconds since the start.</summary>
internal sealed class ModelWorld
{
    public const long Hour = 3600;

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly DomainName Domain = DomainName.Parse("example.org").Value!;

    private readonly long _longestLag;

    public ModelWorld(int seed)
    {
        Chance = new Chance(seed);
        _longestLag = Chance.OneOf<long>([0, 60, 600, Hour]);
        Blindness = Chance.OneOf<int>([0, 6, 25]);
        Place = Chance.Happens(60) ? PolicyPlace.Here : PolicyPlace.Elsewhere;
        IsRecordOurs = Place == PolicyPlace.Here && Chance.Happens(70);
        RecordTtl = AnyTtl();
        AbsenceTtl = AnyTtl();
        MailTtl = AnyTtl();
        Served = new Spread<ModelBody?>(null, 1 + Chance.Below(3));
        Record = new Spread<RecordAnswer>(new RecordAnswer(null, AbsenceTtl), 1 + Chance.Below(3));
        Mail = new Spread<MailAnswer>(new MailAnswer(MailHostPool.AnySet(Chance), MailTtl), 1 + Chance.Below(3));
        Senders = [.. Enumerable.Range(0, 3).Select(number => new ModelSender(this, number))];
        Hosts = new ModelHosts(this);
    }

    public Chance Chance { get; }

    public long Now { get; set; }

    public PolicyPlace Place { get; }

    /// <summary>How many places out of a hundred do not answer when they are looked at.</summary>
    public int Blindness { get; }

    /// <summary>True when the program writes the record itself; else its owner does.</summary>
    public bool IsRecordOurs { get; }

    /// <summary>True once nothing fails any more.</summary>
    public bool IsCalm { get; set; }

    public long RecordTtl { get; set; }

    public long AbsenceTtl { get; }

    public long MailTtl { get; set; }

    public Spread<ModelBody?> Served { get; }

    public Spread<RecordAnswer> Record { get; }

    public Spread<MailAnswer> Mail { get; }

    public ModelSender[] Senders { get; }

    public ModelHosts Hosts { get; }

    public ModelLedger Ledger { get; } = new();

    public HostedPolicy? Hosted { get; private set; }

    /// <summary>What every sender applies that honours ids and can fetch; null while nothing was promised.</summary>
    public ModelBody? Promised { get; set; }

    /// <summary>Ids that somebody wrote by hand while the present change was running, and that it may not overwrite.</summary>
    public HashSet<string> ByHand { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids that the record had by hand at some time: where they lead is not ours to answer for.</summary>
    public HashSet<string> Strays { get; } = new(StringComparer.Ordinal);

    /// <summary>Every id that the record ever had.</summary>
    public List<string> PastIds { get; } = [];

    /// <summary>The first promise that was broken.</summary>
    public string? Broken { get; private set; }

    public static DateTimeOffset Moment(long time) => Start.AddSeconds(time);

    public static long Time(DateTimeOffset moment) => (long)Math.Ceiling((moment - Start).TotalSeconds);

    /// <summary>What happened, for whoever looks into a broken promise; null where nobody does.</summary>
    public List<string>? Story { get; init; }

    public void Break(string promise, string what) => Broken ??= $"({promise}) {what}, at {Now}";

    public void Serve(StsPolicy? policy)
    {
        var body = policy is null ? null : Ledger.Of(policy);
        if (Served.Newest == body)
            return;
        Stir();
        Served.Put(body, Now, Lag);
        Story?.Add($"{Now} serve {body?.Text.ReplaceLineEndings(" ")}until {Served.SettledAt}");
        if (Place == PolicyPlace.Here)
            Hosted = body is null ? null : new HostedPolicy(body.Text, PolicyId.Next(PastIds.LastOrDefault(id => id.Length == 19), null, body.Text, Moment(Now)));
    }

    public void PutRecord(string? id, bool everywhereAtOnce = false)
    {
        if (Record.Newest.Id == id)
            return;
        Stir();
        if (id is not null)
            PastIds.Add(id);
        Record.Put(new RecordAnswer(id, id is null ? AbsenceTtl : RecordTtl), Now, everywhereAtOnce ? () => 0 : Lag);
        Story?.Add($"{Now} record {id} until {Record.SettledAt}");
    }

    public void PutMail(int hosts, bool everywhereAtOnce = false)
    {
        if (Mail.Newest.Hosts == hosts)
            return;
        Stir();
        Mail.Put(new MailAnswer(hosts, MailTtl), Now, everywhereAtOnce ? () => 0 : Lag);
        Story?.Add($"{Now} MX {MailHostPool.Set(hosts)} until {Mail.SettledAt}");
    }

    /// <summary>A TTL that is changed by hand; it is meant to be seen before it changes again.</summary>
    public void ChangeTtls(long record, long mail)
    {
        (RecordTtl, MailTtl) = (record, mail);
        Story?.Add($"{Now} TTL {record} and {mail}");
        if (Record.Newest.Id is not null)
            Record.Put(Record.Newest with { Ttl = record }, Now, () => 0);
        Mail.Put(Mail.Newest with { Ttl = mail }, Now, () => 0);
    }

    public long AnyTtl() => Chance.OneOf<long>([0, 60, 300, Hour, 6 * Hour, 24 * Hour]);

    private long Lag() => Chance.Spell(_longestLag);

    /// <summary>Just before and soon after something changes, mail is most likely to meet with a fault.</summary>
    private void Stir()
    {
        foreach (var sender in Senders)
        {
            if (Chance.Happens(40))
                sender.SendMail();
            if (Chance.Happens(50))
                sender.NextMail = Now + Chance.Spell(_longestLag + 120);
        }
    }
}
