namespace StrictPost.Bench.Servers;

/// <summary>A server to measure, as asked for: `nginx`, or with settings `kestrel:resume=off+env.DOTNET_gcServer=0`.</summary>
/// <param name="Label">The column's title: what was given, or what the setting `as` says.</param>
/// <param name="Name">Which server it is.</param>
/// <param name="Settings">What to change from its usual configuration.</param>
public sealed record ServerSpec(string Label, string Name, IReadOnlyDictionary<string, string> Settings)
{
    private const string EnvironmentPrefix = "env.";

    /// <summary>The variables among the settings, without their prefix.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment => Settings
        .Where(setting => setting.Key.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
        .Select(setting => KeyValuePair.Create(setting.Key[EnvironmentPrefix.Length..], setting.Value));

    /// <summary>Null where a setting is not KEY=VALUE.</summary>
    public static ServerSpec? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return new ServerSpec(text, text, new Dictionary<string, string>(StringComparer.Ordinal));
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text[(colon + 1)..].Split('+'))
        {
            if (pair.Split('=', 2) is not [var key, var value])
                return null;
            settings[key] = value;
        }

        return new ServerSpec(settings.Remove("as", out var label) ? label : text, text[..colon], settings);
    }

    public string Setting(string key, string usual) => Settings.GetValueOrDefault(key, usual);
}
