using System.Net;
using Microsoft.Extensions.Time.Testing;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Publishing;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;

namespace StrictPost.EndToEnd.Tests.Publishing;

/// <summary>Updates against Knot, BIND and PowerDNS.</summary>
public sealed class ZonePublisherTests(UpdatablePeers peers) : IClassFixture<UpdatablePeers>
{
    private const int Ttl = 120;

    public static TheoryData<PeerKind> Kinds => [.. Enum.GetValues<PeerKind>()];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Text_AddedChangedAndRemoved_IsInTheZoneAsAsked(PeerKind kind)
    {
        var name = Name("life");
        string longText = new('x', 300);

        var added = await PublishAsync(kind, name, "v=STSv1; id=1;", text => text is null);
        var first = await LookUpAsync(kind, name);
        var changed = await PublishAsync(kind, name, longText, text => text == "v=STSv1; id=1;");
        var second = await LookUpAsync(kind, name);
        var again = await PublishAsync(kind, name, longText, text => throw new InvalidOperationException(text));
        var removed = await PublishAsync(kind, name, null, text => text == longText);
        var third = await LookUpAsync(kind, name);
        var removedAgain = await PublishAsync(kind, name, null, text => throw new InvalidOperationException(text));

        Assert.Equal([new PublishOutcome.Done(), new PublishOutcome.Done(), new PublishOutcome.Unchanged(), new PublishOutcome.Done(), new PublishOutcome.Unchanged()],
            [added, changed, again, removed, removedAgain]);
        Assert.Equal(("v=STSv1; id=1;", TimeSpan.FromSeconds(Ttl)), (Assert.Single(first.Found).Joined(), first.TimeToLive));
        Assert.Equal(longText, Assert.Single(second.Found).Joined());
        Assert.Equal(2, second.Found[0].Strings.Length);
        Assert.Empty(third.Found);
    }

    /// <summary>Whatever comes between looking and changing decides: the judgement is the last thing before the update.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task HandEdit_BetweenLookAndUpdate_IsNotOverwritten(PeerKind kind)
    {
        var added = Name("race-added");
        var changed = Name("race-changed");
        var removed = Name("race-removed");
        await EditAsync(kind, $"update add {changed} 60 TXT before", $"update add {removed} 60 TXT before");

        var outcomes = new[]
        {
            await PublishAsync(kind, added, "ours", _ => Edited(kind, $"update add {added} 60 TXT theirs")),
            await PublishAsync(kind, changed, "ours", _ => Edited(kind, $"update delete {changed} TXT", $"update add {changed} 60 TXT theirs")),
            await PublishAsync(kind, changed, "ours", _ => Edited(kind, $"update add {changed} 60 TXT beside")),
            await PublishAsync(kind, removed, "ours", _ => Edited(kind, $"update delete {removed} TXT")),
        };

        Assert.Equal("theirs, theirs, beside theirs, ", string.Join(", ", outcomes.Select(Found)));
        Assert.Equal(("theirs", "beside theirs", ""), (await TextsAsync(kind, added), await TextsAsync(kind, changed), await TextsAsync(kind, removed)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Text_OfSomebodyElse_IsLeftAlone(PeerKind kind)
    {
        var two = await PublishAsync(kind, Name("two"), "one", _ => true);
        var twoGone = await PublishAsync(kind, Name("two"), null, _ => true);
        var other = await PublishAsync(kind, Name("long"), "ours", text => text != "v=STSv1; id=1;");

        Assert.Equal(("another one", "another one", "v=STSv1; id=1;"), (Found(two), Found(twoGone), Found(other)));
        Assert.Equal("another one", await TextsAsync(kind, Name("two")));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Alias_InTheZone_IsFollowed(PeerKind kind)
    {
        Assert.IsType<PublishOutcome.Done>(await PublishAsync(kind, Name("alias"), "there", text => text is null));

        var seen = await LookUpAsync(kind, Name("text.alias"));
        Assert.Equal(("there", LookupEnd.Answered), (seen.Found[0].Joined(), seen.End));
        Assert.Empty(seen.Aliases);
    }

    /// <summary>A wildcard answers for a name that is not there; only what stands at the name itself is in the way.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Wildcard_ThatAnswersForTheName_IsNotInTheWay(PeerKind kind)
    {
        var name = Name("_mta-sts.wild");

        Assert.IsType<PublishOutcome.Unchanged>(await PublishAsync(kind, name, null, text => text is null));
        Assert.IsType<PublishOutcome.Done>(await PublishAsync(kind, name, "ours", text => text is null));
        Assert.Equal("ours", await TextsAsync(kind, name));
        Assert.Equal("v=spf1 -all", await TextsAsync(kind, Name("other.wild")));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Host_LeadsToAddressesThenToAnAliasThenNowhere(PeerKind kind)
    {
        var name = Name("host");
        var publisher = Publisher(kind);
        var addresses = new PolicyHostLocation.Addresses([Address("192.0.2.1"), Address("192.0.2.2"), Address("2001:db8::1")]);
        var alias = new PolicyHostLocation.Alias(DomainName.Parse("policy.example.net").Value!);

        var outcomes = new List<PublishOutcome>();
        foreach (PolicyHostLocation? location in new PolicyHostLocation?[] { addresses, addresses, alias, addresses, null, null })
            outcomes.Add(await publisher.PublishAsync(new HostEdit(name, location, Ttl), Cancellation));

        Assert.Equal("Done Unchanged Done Done Done Unchanged", string.Join(' ', outcomes.Select(outcome => outcome.GetType().Name)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Zone_ThatTheKeyMayNotChange_IsRefusedInWords(PeerKind kind)
    {
        var failed = Assert.IsType<PublishOutcome.Failed>(await PublishAsync(kind, Name("_mta-sts", UpdatablePeer.ClosedZone), "ours", _ => true));

        Assert.False(failed.MayPass);
        Assert.Contains(UpdatablePeer.ClosedZone, failed.Why, StringComparison.Ordinal);
        Assert.Contains(kind == PeerKind.Knot ? "BADKEY" : "REFUSED", failed.Why, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Zone_ThatTheServerDoesNotHave_IsSaid(PeerKind kind)
    {
        var elsewhere = Zone("elsewhere.test");
        var settings = Settings(kind) with { Zones = [elsewhere] };
        await using var resolver = await RootZone.StartAsync(Directory.CreateDirectory(Path.Combine(peers.Folder, $"{kind}-root")).FullName);

        var failed = Assert.IsType<PublishOutcome.Failed>(await PublishAsync(settings, Dns(IPEndPoint.Parse(resolver.Address)), elsewhere.Child("_mta-sts")!));

        Assert.Equal(($"The DNS server {settings.Server} does not serve the zone elsewhere.test: give `server` the address of the zone's primary, or take the zone out of `zones`", false),
            (failed.Why, failed.MayPass));
    }

    [Theory]
    [InlineData(PeerKind.Knot, "BADKEY")]
    [InlineData(PeerKind.Bind, "BADKEY")]
    [InlineData(PeerKind.PowerDns, "REFUSED")]
    public async Task Key_ThatTheServerDoesNotKnow_IsSaid(PeerKind kind, string code) =>
        Assert.Contains(code, await RefusalAsync(kind, "other", peers[kind].KeyFile), StringComparison.Ordinal);

    [Theory]
    [InlineData(PeerKind.Knot, "BADSIG")]
    [InlineData(PeerKind.Bind, "BADSIG")]
    [InlineData(PeerKind.PowerDns, "REFUSED")]
    public async Task Secret_ThatIsAnother_IsSaid(PeerKind kind, string code) =>
        Assert.Contains(code, await RefusalAsync(kind, UpdatablePeer.KeyName, $"secret \"{Convert.ToBase64String(new byte[32])}\""), StringComparison.Ordinal);

    [Theory]
    [InlineData(PeerKind.Knot, "(BADTIME): its clock is 3")]
    [InlineData(PeerKind.Bind, "(BADTIME): its clock is 3")]
    [InlineData(PeerKind.PowerDns, "REFUSED")]
    public async Task Clock_ThatIsWrong_IsSaid(PeerKind kind, string said)
    {
        var late = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));
        var edit = new TextEdit(Name("late"), "ours", Ttl, _ => true);

        var failed = Assert.IsType<PublishOutcome.Failed>(
            await new ZonePublisher(Settings(kind), Dns(peers[kind].EndPoint), late).PublishAsync(edit, Cancellation));

        Assert.Contains(said, failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatIsNotThere_MayBeThereLater()
    {
        var settings = Settings(PeerKind.Knot) with { Server = new IPEndPoint(IPAddress.Loopback, PeerPort.Free()) };

        var failed = Assert.IsType<PublishOutcome.Failed>(await PublishAsync(settings, Dns(peers[PeerKind.Knot].EndPoint), Name("down")));

        Assert.True(failed.MayPass);
        Assert.StartsWith($"The DNS server {settings.Server} cannot be reached: ", failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_InNoZoneOfOurs_IsTheOwnersToDo() => Assert.Equal(
        new PublishOutcome.ByHand("No zone that may be updated here holds _mta-sts.updates.test"),
        await PublishAsync(Settings(PeerKind.Knot) with { Zones = [] }, Dns(peers[PeerKind.Knot].EndPoint), Name("_mta-sts")));

    [Theory]
    [InlineData("hmac-sha384")]
    [InlineData("hmac-sha512")]
    public async Task Key_OfAnotherAlgorithm_SignsAndProves(string algorithm)
    {
        string folder = Directory.CreateDirectory(Path.Combine(peers.Folder, algorithm)).FullName;
        await using var knot = await UpdatablePeer.StartAsync(PeerKind.Knot, folder, "", algorithm);
        var settings = Settings(PeerKind.Knot) with { Server = knot.EndPoint, Key = knot.Key };

        Assert.IsType<PublishOutcome.Done>(await PublishAsync(settings, Dns(knot.EndPoint), Name("signed")));
    }

    private static DomainName Name(string label, string zone = UpdatablePeer.Zone) =>
        label.Split('.').Reverse().Aggregate(Zone(zone), (name, part) => name.Child(part)!);

    private static DomainName Zone(string name) => DomainName.Parse(name).Value!;

    private static HostAddress Address(string text) => HostAddress.FromBytes(IPAddress.Parse(text).GetAddressBytes());

    private static string Found(PublishOutcome outcome) =>
        string.Join(' ', Assert.IsType<PublishOutcome.Conflict>(outcome).Found.Order(StringComparer.Ordinal));

    private static DnsLookups Dns(IPEndPoint server) => new(server, TimeProvider.System);

    private DnsZoneSettings Settings(PeerKind kind) => new()
    {
        Server = peers[kind].EndPoint,
        Key = peers[kind].Key,
        Zones = [Zone(UpdatablePeer.Zone), Zone(UpdatablePeer.ClosedZone)],
    };

    private ZonePublisher Publisher(PeerKind kind) => new(Settings(kind), Dns(peers[kind].EndPoint), TimeProvider.System);

    private Task<PublishOutcome> PublishAsync(PeerKind kind, DomainName name, string? text, Func<string?, bool> mayReplace) =>
        Publisher(kind).PublishAsync(new TextEdit(name, text, Ttl, mayReplace), Cancellation);

    private static Task<PublishOutcome> PublishAsync(DnsZoneSettings settings, DnsLookups dns, DomainName name) =>
        new ZonePublisher(settings, dns, TimeProvider.System).PublishAsync(new TextEdit(name, "ours", Ttl, _ => true), Cancellation);

    private async Task<string> RefusalAsync(PeerKind kind, string name, string secret)
    {
        string file = $"key {name} {{ algorithm hmac-sha256; secret \"{secret.Split('"')[^2]}\"; }};";
        var settings = Settings(kind) with { Key = UpdateKeyFile.Parse(file).Key! };
        var failed = Assert.IsType<PublishOutcome.Failed>(await PublishAsync(settings, Dns(peers[kind].EndPoint), Name("refused")));
        Assert.False(failed.MayPass);
        return failed.Why;
    }

    private Task EditAsync(PeerKind kind, params string[] commands) => peers[kind].EditAsync(peers.Folder, commands);

    private bool Edited(PeerKind kind, params string[] commands)
    {
        EditAsync(kind, commands).Wait(Cancellation);
        return true;
    }

    private Task<Lookup<TextData>> LookUpAsync(PeerKind kind, DomainName name) => Dns(peers[kind].EndPoint).TextAsync(name, Cancellation);

    private async Task<string> TextsAsync(PeerKind kind, DomainName name) =>
        string.Join(' ', (await LookUpAsync(kind, name)).Found.Select(text => text.Joined()).Order(StringComparer.Ordinal));
}
