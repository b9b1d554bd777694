using System.Security.Cryptography;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Issuance;

namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>All enrolled hosts get certificates of a real authority, whatever it does to us on the way.</summary>
public sealed class IssuanceTests
{
    private const int Domains = 500;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ChallengeType.Http01)]
    [InlineData(ChallengeType.TlsAlpn01)]
    public async Task Enrolled_FiveHundredAtOnce_AllGetCertificatesAndNoneAsksTwice(ChallengeType challenge)
    {
        await using var world = await AcmeWorld.StartAsync(new PebblePlan { RejectsNonces = 50 });
        await using var node = await IssuingNode.CreateAsync(TimeProvider.System);
        world.Challenges.Others = new StoreChallenges(node.Database);
        string[] names = [.. Enumerable.Range(0, Domains).Select(number => $"d{number}.example{number}.test")];
        await node.EnrolAsync(names);

        await node.RunUntilAsync(IssuingNode.Settings(world, challenge), world, note => note.Host is not null && note.Finding is null && note.StoreFault is null, Domains);

        var root = (await world.Pebble.IssuingRootsAsync())[0];
        foreach (string name in names)
        {
            var stored = await node.Certificates.FindAsync($"mta-sts.{name}", Cancellation);
            using var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(stored!.Key, out _);
            var chain = CertificateChain.Read(stored.Chain)!;
            Assert.True(chain.IsFor($"mta-sts.{name}", key));
            Assert.True(AcmeWorld.Verifies(chain, root, $"mta-sts.{name}"));
        }

        Assert.Equal(Domains, node.Notes.Count);
        Assert.Equal(Domains, world.Pebble.Log.Count(line => line.Contains("There are now", StringComparison.Ordinal) && line.Contains("orders", StringComparison.Ordinal)));
    }
}
