using System.Globalization;
using StrictPost.CommandLine;
using Tomlyn;
using Tomlyn.Parsing;

namespace StrictPost.Configuration;

/// <summary>Reads <c>strictpost.toml</c> into settings that are still text, each with its line.</summary>
internal sealed class TomlFile
{
    private const long LargestFile = 1024 * 1024;

    private readonly string _path;
    private readonly string _folder;
    private readonly TomlParser _parser;
    private readonly List<RawSetting> _settings = [];

    private TomlFile(string path, string text)
    {
        _path = path;
        _folder = Path.GetDirectoryName(path) ?? "";
        _parser = TomlParser.Create(text);
    }

    /// <summary>All settings of a file, in their order.</summary>
    /// <exception cref="Refusal">The file is no TOML, or larger than 1 MiB.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<RawSetting> Read(string path)
    {
        if (new FileInfo(path).Length > LargestFile)
            throw new Refusal($"{path} is larger than 1 MiB.", "Give the configuration file, not another one.");
        try
        {
            var file = new TomlFile(path, File.ReadAllText(path));
            while (file._parser.MoveNext())
            {
                if (file._parser.Current.Kind == TomlParseEventKind.StartTable)
                    file.ReadTable("");
            }

            return file._settings;
        }
        catch (TomlException fault)
        {
            throw new Refusal($"{path} line {fault.Line}: it cannot be read: {fault.Message}", "Correct the line; texts stand in double quotes.");
        }
    }

    /// <summary>Reads from behind a table's start to its end.</summary>
    private void ReadTable(string prefix)
    {
        string key = "";
        int line = 0;
        while (_parser.MoveNext() && _parser.Current.Kind != TomlParseEventKind.EndTable)
        {
            var current = _parser.Current;
            if (current.Kind == TomlParseEventKind.PropertyName)
            {
                key = prefix + _parser.GetPropertyName();
                line = current.Line;
            }
            else if (current.Kind == TomlParseEventKind.StartTable)
            {
                ReadTable(key + ".");
            }
            else
            {
                string origin = $"{_path} line {line}";
                _settings.Add(new RawSetting(key, ReadValues(key, origin), origin, _folder));
            }
        }
    }

    private List<string> ReadValues(string key, string origin)
    {
        if (_parser.Current.Kind != TomlParseEventKind.StartArray)
            return [ReadValue(key, origin)];
        var values = new List<string>();
        while (_parser.MoveNext() && _parser.Current.Kind != TomlParseEventKind.EndArray)
            values.Add(ReadValue(key, origin));
        return values;
    }

    private string ReadValue(string key, string origin) => _parser.Current.Kind switch
    {
        TomlParseEventKind.String => _parser.GetString() ?? "",
        TomlParseEventKind.Integer => _parser.Current.GetInt64().ToString(CultureInfo.InvariantCulture),
        TomlParseEventKind.Boolean => _parser.Current.GetBoolean() ? "true" : "false",
        _ => throw new Refusal($"{origin}: `{key}` is neither a text nor a number, true or false.", "See strictpost.example.toml for every key."),
    };
}
