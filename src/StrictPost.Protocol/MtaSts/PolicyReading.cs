using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.MtaSts;

/// <summary>One field as it stands in a body: what rules that judge more than the grammar look at.</summary>
/// <param name="Key">One of the keys that RFC 8461 defines.</param>
/// <param name="Value">Without blanks around it.</param>
/// <param name="Place">Where the value starts.</param>
internal sealed record PolicyField(string Key, string Value, Place Place);

/// <summary>A body after reading: the policy, and its fields with their places even where there is no policy.</summary>
internal sealed record PolicyReading(Parsed<StsPolicy> Parsed, IReadOnlyList<PolicyField> Fields)
{
    /// <summary>The first value of a key: the one that counts.</summary>
    public PolicyField? First(string key) => Fields.FirstOrDefault(field => field.Key == key);

    /// <summary>The mx fields that are patterns.</summary>
    public IEnumerable<(PolicyField Field, MxPattern Pattern)> Patterns() =>
        from field in Fields
        where field.Key == "mx"
        let pattern = MxPattern.Parse(field.Value).Value
        where pattern is not null
        select (field, pattern);
}
