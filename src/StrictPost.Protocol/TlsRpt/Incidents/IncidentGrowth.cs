using System.Collections.Immutable;

namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>On which days an incident reached further than before.</summary>
internal static class IncidentGrowth
{
    private const int MostNamed = 3;

    public static ImmutableArray<Widening> Of(IReadOnlyList<FailureDay> rows)
    {
        var reporters = new HashSet<string>(StringComparer.Ordinal);
        var hosts = new HashSet<string>(StringComparer.Ordinal);
        var networks = new HashSet<string>(StringComparer.Ordinal);
        var growth = ImmutableArray.CreateBuilder<Widening>();
        foreach (var day in rows.GroupBy(row => row.Day))
        {
            string[] parts =
            [
                .. Named(New(day.Select(row => row.Reporter), reporters), "sees it, too", "see it, too"),
                .. Named(New(day.Select(row => row.Mx), hosts), "has it, too", "have it, too"),
                .. Counted(New(day.Select(row => row.Network), networks).Count),
            ];
            if (day.Key > rows[0].Day && parts.Length > 0 && growth.Count < IncidentFinder.MostWidenings)
                growth.Add(new Widening(day.Key, string.Join("; ", parts)));
        }

        return growth.DrainToImmutable();
    }

    private static List<string> New(IEnumerable<string> texts, HashSet<string> known) => [.. texts.Where(text => text.Length > 0 && known.Add(text))];

    private static string[] Named(List<string> names, string one, string many) => names.Count switch
    {
        0 => [],
        1 => [$"{names[0]} {one}"],
        _ => [$"{Enumeration.Of(names, MostNamed)} {many}"],
    };

    private static string[] Counted(int networks) => networks switch
    {
        0 => [],
        1 => ["it is seen from 1 more network"],
        _ => [$"it is seen from {networks} more networks"],
    };
}
