using System.Collections.Immutable;

namespace StrictPost.Engine.Issuance;

/// <summary>One CAA record (RFC 8659 §4.1).</summary>
/// <param name="Flags">The flags octet.</param>
/// <param name="Tag">What it is about.</param>
/// <param name="Value">As it stands.</param>
internal sealed record CaaData(byte Flags, string Tag, string Value);

/// <summary>Whether CAA records let an authority issue to us (RFC 8659 §4.2, RFC 8657).</summary>
internal static class CaaRules
{
    private const byte Critical = 0x80;

    /// <summary>Null when they do, else why not, as the end of a sentence that starts with the records.</summary>
    /// <param name="records">All at the closest name that has any; there may be none.</param>
    /// <param name="issuers">The names that the authority answers to, in lower case.</param>
    /// <param name="account">URL of our account.</param>
    /// <param name="method">How we prove the name, such as <c>http-01</c>.</param>
    public static string? Objection(IReadOnlyCollection<CaaData> records, ImmutableArray<string> issuers, Uri account, string method)
    {
        if (records.FirstOrDefault(record => (record.Flags & Critical) != 0 && !IsKnown(record.Tag)) is { } strange)
            return $"hold the critical property `{strange.Tag}`, which no authority here understands";
        var issue = records.Where(record => record.Tag.Equals("issue", StringComparison.OrdinalIgnoreCase)).Select(record => Parse(record.Value)).ToList();
        if (issue.Count == 0)
            return null;
        var ours = issue.Where(property => issuers.Contains(property.Issuer, StringComparer.Ordinal)).ToList();
        if (ours.Count == 0)
            return $"allow only {string.Join(", ", issue.Select(property => property.Issuer.Length > 0 ? property.Issuer : "nobody").Distinct(StringComparer.Ordinal))}";
        return ours.Any(property => Fits(property.Parameters, account, method)) ? null : "allow the authority, but not this account, or not this way to prove the name";
    }

    private static bool IsKnown(string tag) => tag.ToLowerInvariant() is "issue" or "issuewild" or "iodef" or "contactemail" or "contactphone" or "issuemail" or "issuevmc";

    private static bool Fits(IReadOnlyList<(string Name, string Value)> parameters, Uri account, string method) => parameters.All(parameter => parameter.Name switch
    {
        "accounturi" => parameter.Value == account.AbsoluteUri,
        "validationmethods" => parameter.Value.Split(',').Contains(method, StringComparer.OrdinalIgnoreCase),
        _ => true,
    });

    private static (string Issuer, IReadOnlyList<(string Name, string Value)> Parameters) Parse(string value)
    {
        string[] parts = value.Split(';', StringSplitOptions.TrimEntries);
        var parameters = parts.Skip(1).Where(part => part.Contains('=', StringComparison.Ordinal)).Select(part =>
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            return (part[..equals].Trim().ToLowerInvariant(), part[(equals + 1)..].Trim());
        });
        return (parts[0].TrimEnd('.').ToLowerInvariant(), [.. parameters]);
    }
}
