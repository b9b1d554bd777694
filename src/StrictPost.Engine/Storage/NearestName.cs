namespace StrictPost.Engine.Storage;

/// <summary>Finds what somebody who mistyped a name may have meant.</summary>
public static class NearestName
{
    /// <summary>Names longer than this are not compared.</summary>
    private const int LongestName = 253;

    /// <summary>The candidate that differs in the fewest characters, or null when none is near: at most a third may differ.</summary>
    public static string? To(string typed, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int least = (Math.Min(typed.Length, LongestName) / 3) + 1;
        foreach (string candidate in candidates.Where(name => name.Length <= LongestName && typed.Length <= LongestName))
        {
            if (Math.Abs(candidate.Length - typed.Length) >= least)
                continue;
            int distance = Distance(typed, candidate);
            if (distance < least)
                (nearest, least) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>How many characters must be added, removed or replaced (Levenshtein), letters' case aside.</summary>
    private static int Distance(string from, string to)
    {
        Span<int> row = stackalloc int[to.Length + 1];
        for (int column = 0; column <= to.Length; column++)
            row[column] = column;
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replace = diagonal + (char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
