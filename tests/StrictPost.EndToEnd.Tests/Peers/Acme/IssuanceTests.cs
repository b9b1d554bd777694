using System.Security.Cryptography;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Issuance;

namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>All enrolled hosts get certificates of a real authority, whatever happens on the way.</summary>
public sealed class IssuanceTests
{
    private const int Domains = 500;
    private const int ShyDomains = 50;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ChallengeType.Http01)]
    [InlineData(ChallengeType.TlsAlpn01)]
    public async Task Enrolled_FiveHundredAtOnce_AllGetCertificatesAndNoneAsksTwiceNeedlessly(ChallengeType challenge)
    {
        var time = new ShiftedTime();
        await using var world = await AcmeWorld.StartAsync(new PebblePlan { RejectsNonces = 50 });
        await using var node = await IssuingNode.CreateAsync(time);
        using var answers = new StoreChallenges(node.Database);
        world.Challenges.Others = answers;
        string[] names = [.. Enumerable.Range(0, Domains).Select(number => $"d{number}.example{number}.test")];
        foreach (string shy in names.Take(ShyDomains))
            world.Challenges.Shy[$"mta-sts.{shy}"] = true;
        await node.EnrolAsync(names);

        await node.RunUntilAsync(IssuingNode.Settings(world, challenge), world, note => note.Host is not null, Domains);
        var failed = node.Notes.Where(note => note.Finding is not null).ToList();
        time.Shift(TimeSpan.FromHours(1));
        await node.RunUntilAsync(IssuingNode.Settings(world, challenge), world, IsIssued, failed.Count);

        Assert.Equal(ShyDomains, failed.Count);
        Assert.All(failed, note => Assert.Equal("issuance-validation-failed", note.Finding!.Code));
        Assert.Equal(Domains + ShyDomains, node.Notes.Count);
        Assert.Equal(Domains + ShyDomains, world.Pebble.OrderCount);
        var root = (await world.Pebble.IssuingRootsAsync())[0];
        foreach (string name in names)
        {
            var chain = await UsableAsync(node, $"mta-sts.{name}");
            Assert.True(AcmeWorld.Verifies(chain, root, $"mta-sts.{name}"));
            Assert.Null((await node.Work.FindAsync($"mta-sts.{name}", Cancellation))!.Finding);
        }
    }

    [Fact]
    public async Task Certificates_OfAShortLife_AreRenewedInTime()
    {
        await using var world = await AcmeWorld.StartAsync(new PebblePlan { RejectsNonces = 50, Validity = TimeSpan.FromSeconds(6) });
        await using var node = await IssuingNode.CreateAsync(TimeProvider.System);
        using var answers = new StoreChallenges(node.Database);
        world.Challenges.Others = answers;
        string[] names = [.. Enumerable.Range(0, 5).Select(number => $"d{number}.test")];
        await node.EnrolAsync(names);
        var settings = IssuingNode.Settings(world, ChallengeType.Http01);

        await node.RunUntilAsync(settings, world, IsIssued, names.Length);
        var first = await Task.WhenAll(names.Select(name => UsableAsync(node, $"mta-sts.{name}")));
        await node.RunUntilAsync(settings, world, IsIssued, names.Length);
        var second = await Task.WhenAll(names.Select(name => UsableAsync(node, $"mta-sts.{name}")));

        Assert.Empty(first.Select(chain => chain.Pem).Intersect(second.Select(chain => chain.Pem), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Work_OfANodeThatStopsInTheMiddle_IsFinishedByAnotherWithTheSameOrder()
    {
        await using var world = await AcmeWorld.StartAsync(new PebblePlan());
        await using var node = await IssuingNode.CreateAsync(TimeProvider.System);
        using var answers = new StoreChallenges(node.Database);
        using var held = new HeldAnswers(answers);
        world.Challenges.Others = held;
        await node.EnrolAsync(["example.test"]);
        var settings = IssuingNode.Settings(world, ChallengeType.Http01);

        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        using (var first = node.Worker(settings, world, "node-1"))
        {
            var running = first.RunAsync(stop.Token);
            await held.Asked.WaitAsync(Cancellation);
            await stop.CancelAsync();
            await running;
        }

        held.LetGo();
        await node.RunUntilAsync(settings, world, IsIssued, 1);

        await UsableAsync(node, "mta-sts.example.test");
        Assert.Equal(1, world.Pebble.OrderCount);
    }

    private static bool IsIssued(IssuanceNote note) => note is { Host: not null, Finding: null, StoreFault: null };

    /// <summary>The stored certificate, whose key is its own.</summary>
    private static async Task<CertificateChain> UsableAsync(IssuingNode node, string host)
    {
        var stored = await node.Certificates.FindAsync(host, Cancellation);
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(stored!.Key, out _);
        var chain = CertificateChain.Read(stored.Chain)!;
        Assert.True(chain.IsFor(host, key));
        return chain;
    }
}
