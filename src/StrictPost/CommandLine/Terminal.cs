using Spectre.Console;
using StrictPost.Protocol.Text;

namespace StrictPost.CommandLine;

/// <summary>Where a verb reads and writes. Tests give their own writers.</summary>
internal sealed class Terminal(Stream input, TextWriter output, TextWriter error, bool isTerminal, bool colour)
{
    /// <summary>Results go here.</summary>
    public TextWriter Out { get; } = output;

    /// <summary>Messages and progress go here.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>What is piped in.</summary>
    public Stream In { get; } = input;

    /// <summary>True when a person is watching <see cref="Out"/>, not a pipe.</summary>
    public bool IsTerminal { get; } = isTerminal;

    private bool Colour { get; set; } = colour;

    /// <summary>The process's own streams; colours unless piped or NO_COLOR is set.</summary>
    public static Terminal OfProcess()
    {
        bool terminal = !Console.IsOutputRedirected;
        bool colour = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal(Console.OpenStandardInput(), Console.Out, Console.Error, terminal, colour);
    }

    /// <summary>Plain text from now on.</summary>
    public void TurnColourOff() => Colour = false;

    /// <summary>A writer for tables and coloured text; what comes from outside must pass <see cref="Safe"/> first.</summary>
    public IAnsiConsole Pretty() => Over(Out);

    /// <summary>The same for <see cref="Error"/>.</summary>
    public IAnsiConsole PrettyError() => Over(Error);

    /// <summary>Text from outside, made harmless to the terminal and to the markup of <see cref="Pretty"/>.</summary>
    public static string Safe(string text) => Markup.Escape(Printable.Escape(text));

    private IAnsiConsole Over(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = Colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = IsTerminal ? Math.Max(console.Profile.Width, 60) : 1000;
        return console;
    }
}
