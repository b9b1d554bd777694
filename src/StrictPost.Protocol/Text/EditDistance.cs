namespace StrictPost.Protocol.Text;

/// <summary>How many single edits lie between two short texts.</summary>
public static class EditDistance
{
    /// <summary>
    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). Costs the product of both
    /// lengths: for names and numbers, not for documents.
    /// </summary>
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var distance = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
                distance[i, j] = i == 0 || j == 0 ? i + j : Step(distance, left, right, i, j);
        }

        return distance[left.Length, right.Length];
    }

    private static int Step(int[,] distance, ReadOnlySpan<char> left, ReadOnlySpan<char> right, int i, int j)
    {
        int cost = left[i - 1] == right[j - 1] ? 0 : 1;
        int best = Math.Min(distance[i - 1, j - 1] + cost, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
        bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return swapped ? Math.Min(best, distance[i - 2, j - 2] + 1) : best;
    }
}
