namespace StrictPost.Protocol.Tests.Docs;

/// <summary>One section of one RFC.</summary>
internal readonly record struct Section(int Rfc, string Number)
{
    /// <summary>Reads <c>RFC 8461 §3.2</c>.</summary>
    public static Section Parse(string citation)
    {
        string[] parts = citation.Split(' ');
        return new Section(int.Parse(parts[1]), parts[2][1..]);
    }

    /// <summary>§3.2 stands before §3.10.</summary>
    public static IComparer<Section> InOrder { get; } = Comparer<Section>.Create(Compare);

    private static int Compare(Section one, Section other)
    {
        int[] mine = one.Parts(), theirs = other.Parts();
        int difference = mine.Zip(theirs, (a, b) => a.CompareTo(b)).FirstOrDefault(order => order != 0);
        return difference != 0 ? difference : mine.Length.CompareTo(theirs.Length);
    }

    private int[] Parts() => [.. Number.Split('.').Select(int.Parse)];
}
