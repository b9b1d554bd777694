using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Server.Recording;

namespace StrictPost.EndToEnd.Tests.Recording;

public sealed class FetchTallyTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 23, 59, 0, TimeSpan.Zero);
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.77");

    private readonly FakeTimeProvider _time = new(Start);

    [Fact]
    public void Take_SameKindOfFetch_IsOneCountWithFirstAndLast()
    {
        var tally = new FetchTally(_time);
        var policy = Policy("example.org");
        tally.Count(policy, "curl/8.1", Client);
        _time.Advance(TimeSpan.FromSeconds(10));
        tally.Count(policy, "curl/7.2", IPAddress.Parse("::ffff:192.0.2.1"));

        var total = Assert.Single(tally.Take());

        Assert.Equal(new FetchTotal("example.org", policy.PolicyId!, 20_513, "curl", "192.0.2.0/24", 2, Start, Start.AddSeconds(10)), total);
        Assert.Empty(tally.Take());
    }

    [Fact]
    public void Take_OtherDayFamilyNetworkOrBody_IsCountedApart()
    {
        var tally = new FetchTally(_time);
        var policy = Policy("example.org");
        tally.Count(policy, "curl/8.1", Client);
        tally.Count(policy, null, Client);
        tally.Count(policy, "curl/8.1", IPAddress.Parse("2001:db8:1:2::3"));
        tally.Count(policy, "curl/8.1", null);
        tally.Count(Policy("example.net"), "curl/8.1", Client);
        _time.Advance(TimeSpan.FromMinutes(2));
        tally.Count(policy, "curl/8.1", Client);

        var totals = tally.Take();

        Assert.Equal(6, totals.Count);
        Assert.Equal(["192.0.2.0/24", "2001:db8:1::/48", "any"], totals.Select(total => total.Network).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal([20_513L, 20_514L], totals.Select(total => total.Day).Distinct().Order());
    }

    [Fact]
    public void Count_MoreKindsThanAreKeptApart_StillCountsEveryBody()
    {
        var tally = new FetchTally(_time);
        var policies = Enumerable.Range(0, FetchTally.MostKeys + 10_000).Select(i => Policy(string.Create(CultureInfo.InvariantCulture, $"d{i}.example"))).ToList();
        foreach (var policy in policies)
        {
            tally.Count(policy, "curl/8.1", Client);
            tally.Count(policy, null, Client);
        }

        var totals = tally.Take();

        Assert.Equal(2 * policies.Count, totals.Sum(total => total.Times));
        Assert.Equal(policies.Count, totals.Select(total => total.Domain).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(totals.Count, policies.Count, FetchTally.MostKeys + policies.Count);
        Assert.All(totals, total => Assert.Equal(20_513, total.Day));
    }

    [Fact]
    public async Task Take_WhileOthersCount_LosesNothing()
    {
        const int Each = 100_000;
        var tally = new FetchTally(TimeProvider.System);
        var policy = Policy("example.org");
        var counting = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
                tally.Count(policy, "curl/8.1", Client);
        })));
        long times = 0;
        while (!counting.IsCompleted)
            times += tally.Take().Sum(total => total.Times);
        await counting;

        Assert.Equal(4 * Each, times + tally.Take().Sum(total => total.Times));
    }

    private static ServedPolicy Policy(string domain) => new(domain, "2026030112000012345", [1]);
}
