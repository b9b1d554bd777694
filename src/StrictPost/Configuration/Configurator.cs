using System.Collections;
using StrictPost.CommandLine;
using StrictPost.Protocol.Text;

namespace StrictPost.Configuration;

/// <summary>Puts the settings together: the file first, then the environment on top.</summary>
internal static class Configurator
{
    private const string UsualFile = "strictpost.toml";
    private const string FileVariable = "STRICTPOST_CONFIG";

    private static readonly char[] Separators = [',', ' '];

    /// <summary>The settings of this process.</summary>
    /// <param name="file">The file asked for; null takes STRICTPOST_CONFIG, else the usual one, if it is there.</param>
    /// <param name="environment">The environment variables.</param>
    /// <exception cref="Refusal">Something in them makes no sense.</exception>
    public static Settings Read(string? file, IDictionary environment)
    {
        file ??= environment[FileVariable] as string;
        var settings = new Settings();
        foreach (var raw in ReadFile(file))
            settings = Known(raw).Set(settings, raw);
        foreach (var key in SettingKey.All)
        {
            if (environment[key.Variable] is string { Length: > 0 } text)
                settings = key.Set(settings, FromEnvironment(key, text));
        }

        return settings;
    }

    private static IReadOnlyList<RawSetting> ReadFile(string? file)
    {
        if (file is null)
            return File.Exists(UsualFile) ? TomlFile.Read(UsualFile) : [];
        return File.Exists(file)
            ? TomlFile.Read(file)
            : throw new Refusal($"There is no configuration file {file}.", "Check the path given with `--config` or STRICTPOST_CONFIG.");
    }

    private static SettingKey Known(RawSetting raw)
    {
        if (SettingKey.All.FirstOrDefault(key => key.Name == raw.Key) is { } known)
            return known;
        string fix = NearestName.To(raw.Key, SettingKey.All.Select(key => key.Name)) is { } near
            ? $"Did you mean `{near}`?"
            : "Remove it; strictpost.example.toml shows every key.";
        throw new Refusal($"{raw.Origin}: there is no setting `{raw.Key}`.", fix);
    }

    private static RawSetting FromEnvironment(SettingKey key, string text)
    {
        IReadOnlyList<string> values = key.TakesList ? text.Split(Separators, StringSplitOptions.RemoveEmptyEntries) : [text];
        return new RawSetting(key.Variable, values, "The environment", "");
    }
}
