namespace StrictPost.Engine.Intake.Trust;

/// <summary>Lists such as <c>v=1; d=example.org</c> (RFC 6376 §3.2), in signatures and in keys.</summary>
internal static class TagList
{
    /// <summary>Names and values without any white space in them; null where a tag has no <c>=</c> or comes twice.</summary>
    public static IReadOnlyDictionary<string, string>? Read(string text)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string tag in text.Split(';'))
        {
            string plain = string.Concat(tag.Where(character => !char.IsWhiteSpace(character)));
            int equals = plain.IndexOf('=', StringComparison.Ordinal);
            if (plain.Length > 0 && (equals <= 0 || !tags.TryAdd(plain[..equals], plain[(equals + 1)..])))
                return null;
        }

        return tags;
    }
}
