namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>Names in a sentence.</summary>
internal static class Enumeration
{
    /// <summary>Such as <c>A, B and C</c>, or <c>A, B and 5 others</c> where there are more than <paramref name="most"/>; at least one name.</summary>
    public static string Of(IReadOnlyList<string> names, int most)
    {
        if (names.Count == 1)
            return names[0];
        bool all = names.Count <= most;
        int named = all ? names.Count - 1 : most - 1;
        return $"{string.Join(", ", names.Take(named))} and {(all ? names[^1] : $"{names.Count - named} others")}";
    }
}
