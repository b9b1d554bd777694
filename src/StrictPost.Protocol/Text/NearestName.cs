namespace StrictPost.Protocol.Text;

/// <summary>Finds what somebody who mistyped a name may have meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate that differs in the fewest edits, case aside; null when none is near: at most a third of what was
    /// typed may differ. Names longer than a domain name can be are not compared.
    /// </summary>
    public static string? To(string typed, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int least = (Math.Min(typed.Length, DomainName.MaxLength) / 3) + 1;
        string wanted = typed.ToLowerInvariant();
        foreach (string candidate in candidates.Where(name => Math.Max(name.Length, typed.Length) <= DomainName.MaxLength))
        {
            if (Math.Abs(candidate.Length - typed.Length) >= least)
                continue;
            int distance = EditDistance.Between(wanted, candidate.ToLowerInvariant());
            if (distance < least)
                (nearest, least) = (candidate, distance);
        }

        return nearest;
    }
}
