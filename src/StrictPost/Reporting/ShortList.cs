namespace StrictPost.Reporting;

/// <summary>A few of many names, for a line that people read.</summary>
internal static class ShortList
{
    private const int Most = 3;

    /// <summary>Such as <c>a, b and 5 others</c>; each name once.</summary>
    public static string Of(IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        return all.Count <= Most ? string.Join(", ", all) : $"{string.Join(", ", all.Take(Most - 1))} and {all.Count - Most + 1} others";
    }
}
