using System.Collections.Immutable;

namespace StrictPost.Engine.Issuance;

/// <summary>The domain that somebody registered, above a host: what authorities' limits go by.</summary>
internal static class RegisteredDomain
{
    /// <summary>
    /// One label more than the longest suffix that fits, else the last two labels. Without a list of all public suffixes that
    /// takes, say, all of <c>co.uk</c> for one domain: a limit is then kept too early, never too late.
    /// </summary>
    /// <param name="host">In lower-case A-labels.</param>
    /// <param name="suffixes">Suffixes under which names are registered, such as <c>co.uk</c>; in lower-case A-labels.</param>
    public static string Of(string host, ImmutableArray<string> suffixes)
    {
        string[] labels = host.Split('.');
        for (int start = 1; start < labels.Length - 1; start++)
        {
            if (suffixes.Contains(string.Join('.', labels[start..]), StringComparer.Ordinal))
                return string.Join('.', labels[(start - 1)..]);
        }

        return string.Join('.', labels[Math.Max(0, labels.Length - 2)..]);
    }
}
