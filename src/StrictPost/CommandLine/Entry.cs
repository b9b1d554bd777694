using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using StrictPost.Engine.Storage;
using StrictPost.Verbs;

namespace StrictPost.CommandLine;

/// <summary>The command line as a whole: its verbs, and what happens when one cannot go on.</summary>
internal static class Entry
{
    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal)
    {
        var parsed = Root(terminal).Parse(args);
        if (parsed.GetValue(CommonOptions.NoColour))
            terminal.TurnColourOff();
        if (parsed.Action is ParseErrorAction)
            return await WrongUsageAsync(parsed, terminal);

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Refusal refusal)
        {
            return Say(terminal, refusal.Message, refusal.Fix, refusal.ExitCode);
        }
        catch (StoreException fault)
        {
            return Say(terminal, fault.Message, fault.Fix, fault.IsPassing ? ExitCode.Undetermined : ExitCode.Usage);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Say(terminal, fault.Message, "Check that the path exists and that this user may use it.", ExitCode.Usage);
        }
    }

    private static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("StrictPost: MTA-STS (RFC 8461) and TLS reports (RFC 8460) for mail domains.")
        {
            NewVerb.Create(terminal),
            LintVerb.Create(terminal),
            CheckVerb.Create(terminal),
            RecordsVerb.Create(terminal),
            DomainVerb.Create(terminal),
            ReportsVerb.Create(terminal),
            ChangeVerb.Create(terminal),
            IncidentsVerb.Create(terminal),
            AlertsVerb.Create(terminal),
            StoreVerb.Create(terminal),
            ServeVerb.Create(terminal),
            NodeVerb.Create(terminal),
            LabVerb.Create(terminal),
            DemoVerb.Create(terminal),
        };
        root.Options.Add(CommonOptions.NoColour);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static async Task<int> WrongUsageAsync(ParseResult parsed, Terminal terminal)
    {
        foreach (var error in parsed.Errors)
            await terminal.Error.WriteLineAsync($"strictpost: {InPlainWords(error.Message)}");
        await terminal.Error.WriteLineAsync($"  Try: {Name(parsed.CommandResult.Command)} --help");
        return ExitCode.Usage;
    }

    /// <summary>The library names .NET types, which mean nothing to a user.</summary>
    private static string InPlainWords(string message)
    {
        int type = message.IndexOf(" as expected type", StringComparison.Ordinal);
        return Protocol.Text.Printable.Escape(type < 0 ? message : message[..type] + ".");
    }

    private static string Name(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Name(parent)} {command.Name}" : "strictpost";

    private static int Say(Terminal terminal, string message, string? fix, int exitCode)
    {
        terminal.Error.WriteLine($"strictpost: {Protocol.Text.Printable.Escape(message)}");
        if (fix is not null)
            terminal.Error.WriteLine($"  Fix: {Protocol.Text.Printable.Escape(fix)}");
        return exitCode;
    }
}
