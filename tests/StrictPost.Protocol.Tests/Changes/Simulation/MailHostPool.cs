using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>The few mail hosts of the model, as bits, with its own word on which pattern names which: the machine's is not believed.</summary>
internal static class MailHostPool
{
    public const int Count = 5;

    private static readonly DomainName[] Names =
        [.. new[] { "mx1.old.example", "mx2.old.example", "mx1.new.example", "mx2.new.example", "mail.example.org" }.Select(name => DomainName.Parse(name).Value!)];

    private static readonly Dictionary<string, int> Named = new(StringComparer.Ordinal)
    {
        ["mx1.old.example"] = 1,
        ["mx2.old.example"] = 2,
        ["mx1.new.example"] = 4,
        ["mx2.new.example"] = 8,
        ["mail.example.org"] = 16,
        ["*.old.example"] = 3,
        ["*.new.example"] = 12,
    };

    private static readonly MailHostSet[] Sets =
        [.. Enumerable.Range(0, 1 << Count).Select(bits => new MailHostSet(Names.Where((_, host) => Has(bits, host))))];

    private static readonly MxPattern[] Patterns = [.. Named.Keys.Select(text => MxPattern.Parse(text).Value!)];

    public static MailHostSet Set(int bits) => Sets[bits];

    public static bool Has(int bits, int host) => (bits >> host & 1) != 0;

    public static int Bits(MailHostSet set) => Array.FindIndex(Sets, set.Equals);

    public static int CoveredBy(StsPolicy policy)
    {
        int bits = 0;
        foreach (var pattern in policy.Mx)
            bits |= Named[pattern.Text];
        return bits;
    }

    public static int AnySet(Chance chance) => 1 + chance.Below((1 << Count) - 1);

    /// <summary>Patterns that name all of the hosts, and sometimes more.</summary>
    public static MxPattern[] PatternsFor(int hosts, Chance chance)
    {
        var chosen = new List<MxPattern>();
        foreach (var pattern in Patterns)
        {
            if ((Named[pattern.Text] & hosts) != 0 && (!pattern.IsWildcard || chance.Happens(30)))
                chosen.Add(pattern);
            else if (chance.Happens(5))
                chosen.Add(pattern);
        }

        return [.. chosen];
    }
}
