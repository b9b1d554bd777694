using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Dns;

/// <summary>Reads names that aliases lead to. Beside hosts these are names of records, whose first labels begin with an underscore.</summary>
internal static class AliasTarget
{
    /// <summary>The name without trailing dot, or null where nothing of ours could be there.</summary>
    public static DomainName? Read(string text)
    {
        string[] labels = text.Split('.');
        int special = labels.TakeWhile(label => label.StartsWith('_')).Count();
        var name = DomainName.Parse(string.Join('.', labels[special..])).Value;
        foreach (string label in labels[..special].Reverse())
            name = IsLabel(label) ? name?.Child(label.ToLowerInvariant()) : null;
        return name;
    }

    private static bool IsLabel(string label) =>
        label.Length <= DomainName.MaxLabelLength && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
