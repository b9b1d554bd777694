using System.CommandLine;
using StrictPost.CommandLine;

namespace StrictPost.Configuration;

/// <summary>The options of every verb that has a store: which one, and where the configuration is.</summary>
internal sealed class StoreOptions
{
    private readonly Option<DirectoryInfo?> _data = CommonOptions.Data();
    private readonly Option<FileInfo?> _config = new("--config")
    {
        Description = "The configuration file (default: strictpost.toml in the current folder, if it is there).",
        HelpName = "FILE",
    };

    /// <summary>The same options on this verb.</summary>
    public void AddTo(Command verb)
    {
        verb.Options.Add(_data);
        verb.Options.Add(_config);
    }

    /// <summary>The settings, with the data folder that the command line asks for.</summary>
    /// <exception cref="Refusal">The configuration makes no sense.</exception>
    public Settings Read(ParseResult parsed)
    {
        var settings = Configurator.Read(parsed.GetValue(_config)?.ToString(), Environment.GetEnvironmentVariables());
        if (parsed.GetValue(_data) is { } data)
            settings = settings with { Data = data.ToString() };
        return File.Exists(settings.Data)
            ? throw new Refusal($"`{settings.Data}` is a file, not a folder.", "Name the folder that holds the store, or is to hold it, with `--data`.")
            : settings;
    }
}
