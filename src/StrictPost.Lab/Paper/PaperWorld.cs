using System.Collections.Immutable;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Lab.Paper;

/// <summary>A domain of the paper's world.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Category">The row that counts it; null where nothing is wrong.</param>
/// <param name="Cause">What is wrong; null where nothing is.</param>
/// <param name="PreviousMx">Where its mail went before, where that is known.</param>
public sealed record PaperDomain(string Name, string? Category, string? Cause, string? PreviousMx);

/// <summary>
/// The 68,030 domains with an MTA-STS record that Ashiq, Fiebig and Chung found in September 2024 ("Unraveling the
/// Complexities of MTA-STS Deployment and Management in Securing Email", ACM IMC 2025, doi 10.1145/3730567.3732916), with
/// as many faults of each kind; the names and the hosts are invented. It is the same world each time.
/// </summary>
/// <remarks>
/// <para>Rows. A 331 · B DNS 42, TCP 227 (193 self-managed, 34 third-party), TLS 9,984 (8,871 and 1,113), HTTP 592 (377 and 215), syntax 136 ·
/// C 1,443 · D complete mismatch 1,023, from the third label on 730, typo 63.</para>
/// <para>Overlaps. The paper lets a domain stand in several rows. Here each faulty domain stands in one, because the
/// rows above sum up to 14,571 and cannot overlap at all if 20,144 domains are to have a fault: 5,573 are still missing. The
/// paper gives no number for policies that cover some of a domain's MX and not all; that is what these domains have here
/// ("one MX of three not covered"), in mode testing, so that the 406 in enforce with a mismatch stay 406.</para>
/// <para>Sharing. Most domains leave mail to six providers with three hosts each. Policy hosts show certificates with a hundred names; so do
/// mail hosts of a domain's own. Third party means that the policy host's name is an alias to a provider's.</para>
/// </remarks>
public sealed class PaperWorld
{
    /// <summary>All domains, at scale 1.</summary>
    public const int AllDomains = 68_030;

    private PaperWorld(LabWorld world, ImmutableArray<PaperDomain> domains) => (World, Domains) = (world, domains);

    /// <summary>What a lab is to run.</summary>
    public LabWorld World { get; }

    /// <summary>The domains to check, in an order that mixes the faults.</summary>
    public ImmutableArray<PaperDomain> Domains { get; }

    /// <summary>Builds the world.</summary>
    /// <param name="scale">1 is all of it; 100 is about a hundredth, with at least one domain for each kind of fault.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is not from 1 to 1000.</exception>
    public static PaperWorld Build(int scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 1000);
        var causes = PaperCauses.All.Select(cause => cause.Scaled(scale)).ToList();
        int healthy = Math.Max(1, (AllDomains / scale) - causes.Sum(cause => cause.Count));
        var shared = new PaperShared();
        var plots = causes.SelectMany(cause => Faulty(cause, shared)).Concat(Enumerable.Range(0, healthy).Select(index => Sound(index, shared))).ToList();
        var grown = Order(plots.Count).Select((plot, number) => plots[plot](number)).ToList();
        var world = PaperProviders.Settle(LabWorld.Empty, shared)
            .With(grown.Select(each => each.Harvest.Domain))
            .With(grown.SelectMany(each => each.Harvest.MailHosts));
        return new PaperWorld(world, [.. grown.Select(each => new PaperDomain(
            each.Harvest.Domain.Name, each.Cause?.Category, each.Cause?.Name, each.Harvest.PreviousMx))]);
    }

    /// <summary>The domains as CSV with a header line: <c>domain,previous_mx</c>.</summary>
    public IEnumerable<string> Csv() => Domains.Select(domain => $"{domain.Name},{domain.PreviousMx}").Prepend("domain,previous_mx");

    private static IEnumerable<Func<int, Grown>> Faulty(PaperCause cause, PaperShared shared) => Enumerable.Range(0, cause.Count).Select(index =>
    {
        var mode = index < cause.Enforced ? PolicyMode.Enforce : PolicyMode.Testing;
        return (Func<int, Grown>)(number => new Grown(cause, cause.Spoil(new PaperPlot(number, index >= cause.SelfManaged, mode, shared))));
    });

    /// <summary>Four in five have a policy provider; one in three is in enforce.</summary>
    private static Func<int, Grown> Sound(int index, PaperShared shared) => number =>
        new Grown(null, new PaperPlot(number, index % 5 != 0, index % 3 == 0 ? PolicyMode.Enforce : PolicyMode.Testing, shared).Healthy());

    /// <summary>
    /// A fixed shuffle: steps of a number that shares no divisor with the count visit each place once.
    /// </summary>
    private static IEnumerable<int> Order(int count)
    {
        long step = Enumerable.Range((int)(count * 0.618) + 1, count).First(candidate => Divisor(candidate, count) == 1);
        return Enumerable.Range(0, count).Select(index => (int)(index * step % count));
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);

    private sealed record Grown(PaperCause? Cause, PaperHarvest Harvest);
}
