using System.CommandLine;

namespace StrictPost.CommandLine;

/// <summary>How results are printed.</summary>
internal enum ResultFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs.</summary>
    Json,
}

/// <summary>Options that several verbs share, so that they are called and explained alike everywhere.</summary>
internal static class CommonOptions
{
    /// <summary>On every verb.</summary>
    public static Option<bool> NoColour { get; } = new("--no-color")
    {
        Description = "Print without colours (so does the environment variable NO_COLOR).",
        Recursive = true,
    };

    /// <summary><c>--format text|json</c>.</summary>
    public static Option<ResultFormat> Format() => new("--format")
    {
        Description = "How to print results.",
        HelpName = "text|json",
        DefaultValueFactory = _ => ResultFormat.Text,
    };

    /// <summary><c>--data DIR</c>: where the store is.</summary>
    public static Option<DirectoryInfo?> Data() => new("--data")
    {
        Description = "The folder that holds the store (default: as strictpost.toml says, else `data`).",
        HelpName = "DIR",
    };
}
