using System.Text;
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

    /// <summary>True when a person is watching <see cref="Error"/>: progress is for them alone.</summary>
    public bool ErrorIsTerminal { get; init; }

    private bool Colour { get; set; } = colour;

    /// <summary>The process's own streams; colours unless piped or NO_COLOR is set.</summary>
    public static Terminal OfProcess()
    {
        bool terminal = !Console.IsOutputRedirected;
        bool colour = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal(Console.OpenStandardInput(), Plain(Console.OpenStandardOutput()), Plain(Console.OpenStandardError()), terminal, colour)
        {
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };
    }

    /// <summary>Nothing between us and the stream: the platform's own writers add escape codes on a terminal, asked or not.</summary>
    private static StreamWriter Plain(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    /// <summary>Plain text from now on. Where we send no colours the platform sends resets of its own, unless told by its variable.</summary>
    public void TurnColourOff()
    {
        Colour = false;
        Environment.SetEnvironmentVariable("NO_COLOR", "1");
    }

    /// <summary>Bytes as they are, for another program: not made harmless, so never meant for people's eyes.</summary>
    public async Task WriteBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await Out.FlushAsync(cancellation);
        if (Out is StreamWriter writer)
            await writer.BaseStream.WriteAsync(bytes, cancellation);
        else
            await Out.WriteAsync(Encoding.Latin1.GetString(bytes.Span).AsMemory(), cancellation);
    }

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
