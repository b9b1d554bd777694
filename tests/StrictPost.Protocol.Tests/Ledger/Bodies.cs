using CsCheck;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.Ledger;

/// <summary>Ledgers to judge.</summary>
internal static class Bodies
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>A body of any mode, standing and age; its fetches may lie a little ahead, as with clocks that disagree.</summary>
    private static readonly Gen<ServedBody> Any = Gen.Select(
        Gen.OneOfConst(PolicyMode.None, PolicyMode.Testing, PolicyMode.Enforce),
        Gen.Int[0, StsPolicy.LongestMaxAge],
        Gen.OneOfConst(BodyStanding.Current, BodyStanding.Unsettled, BodyStanding.Retired),
        Gen.Int[-500_000, 60],
        Gen.Bool).Select((mode, maxAge, standing, lastServed, served) => Of(
            mode, maxAge, standing, served ? Start.AddSeconds(lastServed) : null));

    /// <summary>Whole ledgers.</summary>
    public static readonly Gen<ServedBody[]> Ledger = Any.Array[0, 8];

    public static ServedBody Of(PolicyMode mode, int maxAge, BodyStanding standing, DateTimeOffset? lastServed, string mx = "mx1.example.org") =>
        new("20260301120000" + maxAge % 90_000, new StsPolicy { Mode = mode, MaxAge = maxAge, Mx = [MxPattern.Parse(mx).Value!] }, Start - Day, standing)
        {
            Hash = "",
            Size = 0,
            LastServed = lastServed,
        };
}
